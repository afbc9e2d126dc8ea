'use client'
// A page that threw while drawing: the frame stays, the rest of the console can be reached.
import { ErrorPanel } from '@/components/ui/error-panel'
import { useTexts } from '@/lib/client/language'
import { frameTexts } from '@/lib/texts/frame'
import { Page } from './page'

export function PageFailed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const t = useTexts(frameTexts).failed
  return (
    <Page title={t.title}>
      <ErrorPanel title={t.what} error={error} onRetry={onRetry} />
    </Page>
  )
}
