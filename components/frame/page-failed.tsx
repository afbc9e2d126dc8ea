'use client'
// A page that threw while drawing: the frame stays, the rest of the console can be reached.
import { ErrorPanel } from '@/components/ui/error-panel'
import { Page } from './page'

export const PageFailed = ({ error, onRetry }: { error: Error; onRetry: () => void }) => (
  <Page title="Something broke on this page">
    <ErrorPanel title="This page could not be drawn" error={error} onRetry={onRetry} />
  </Page>
)
