'use client'
// A part of the page failed: what, why, what to do, a code to copy. The frame and the rest of the page stay.
import { RotateCw } from 'lucide-react'
import { Said } from '@/components/ui/said'
import { type ApiError, isApiError } from '@/lib/client/api'
import { clockTime, sentence } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'
import { Button } from './button'
import { CopyButton } from './copy-button'
import { StateMark } from './state'

/** What happened and, when it is known, what to do. */
function wordsOf(error: unknown): string {
  const message = sentence(error instanceof Error ? error.message : String(error))
  return isApiError(error) && error.fix ? `${message} ${sentence(error.fix)}` : message
}

const ErrorWords = ({ error }: { error: unknown }) =>
  isApiError(error) && error.isOwnWords ? wordsOf(error) : <Said text={wordsOf(error)} />

const heardAt = new WeakMap<object, number>()
/** When it failed, not when it was last drawn. */
function heardAtMs(error: unknown): number {
  if (typeof error !== 'object' || error === null) return Date.now()
  const known = heardAt.get(error) ?? Date.now()
  heardAt.set(error, known)
  return known
}

export function ErrorPanel({ title, error, onRetry }: { title: string; error: unknown; onRetry?: () => void }) {
  const t = useTexts(uiTexts)
  const code = isApiError(error) ? error.code : 'page_error'
  const request = isApiError(error) ? error.details.requestId : undefined
  const trace = [code, clockTime(heardAtMs(error)), ...(request ? [t.request(request.slice(0, 8))] : [])].join(', ')
  return (
    <div className="empty" role="alert">
      <h2>
        <StateMark kind="fail" /> {title}
      </h2>
      <p>
        <ErrorWords error={error} />
      </p>
      <div className="acts">
        {onRetry && (
          <Button icon={RotateCw} onClick={onRetry}>
            {t.again}
          </Button>
        )}
        <code className="dim">{trace}</code>
        <CopyButton text={`${title}: ${wordsOf(error)} (${trace})`} label={t.copyError} />
      </div>
    </div>
  )
}

type InlineProps = {
  error: unknown
  id?: string
  /** What is said instead of the server's words: where its code means one thing only. */
  words?: (error: ApiError) => string | undefined
}

/** A failure inside a form or dialog, in one line. */
export function InlineError({ error, id, words }: InlineProps) {
  if (!error) return null
  const own = isApiError(error) ? words?.(error) : undefined
  return (
    <p className="err" role="alert" id={id}>
      <StateMark kind="fail" />
      <span>{own ?? <ErrorWords error={error} />}</span>
    </p>
  )
}
