'use client'
import { PageFailed } from '@/components/frame/page-failed'

export default function ConsoleError({ error, reset }: { error: Error; reset: () => void }) {
  return <PageFailed error={error} onRetry={reset} />
}
