'use client'
// A part of the page failed: what, why, what to do, a code to copy. The frame and the rest of the page stay.
import { RotateCw } from 'lucide-react'
import { isApiError } from '@/lib/client/api'
import { clockTime } from '@/lib/client/format'
import { Button } from './button'
import { CopyButton } from './copy-button'
import { StateMark } from './state'

export function ErrorPanel({ title, error, onRetry }: { title: string; error: unknown; onRetry?: () => void }) {
  const message = error instanceof Error ? error.message : String(error)
  const code = isApiError(error) ? error.code : 'page_error'
  const request = isApiError(error) ? error.details.requestId : undefined
  const trace = [code, clockTime(Date.now()), ...(request ? [`request ${request}`] : [])].join(', ')
  return (
    <div className="empty" role="alert">
      <h2>
        <StateMark kind="fail" /> {title}
      </h2>
      <p>
        {message}
        {isApiError(error) && error.fix ? ` ${error.fix}` : ''}
      </p>
      <div className="acts">
        {onRetry && (
          <Button icon={RotateCw} onClick={onRetry}>
            Try again
          </Button>
        )}
        <code className="dim">{trace}</code>
        <CopyButton text={`${title}: ${message} (${trace})`} label="Copy the error" />
      </div>
    </div>
  )
}

/** A failure inside a form or dialog, in one line. */
export function InlineError({ error, id }: { error: unknown; id?: string }) {
  if (!error) return null
  const message = error instanceof Error ? error.message : String(error)
  return (
    <p className="err" role="alert" id={id}>
      <StateMark kind="fail" />
      <span>
        {message}
        {isApiError(error) && error.fix ? ` ${error.fix}` : ''}
      </span>
    </p>
  )
}
