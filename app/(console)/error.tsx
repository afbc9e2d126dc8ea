'use client'
import { PageFailed } from '@/components/frame/page-failed'

export default function ConsoleError({ error, reset }: { error: Error; reset: () => void }) {
  // What was not loaded then is not asked for again within the same page.
  const retry = error.name === 'ChunkLoadError' ? () => window.location.reload() : reset
  return <PageFailed error={error} onRetry={retry} />
}
