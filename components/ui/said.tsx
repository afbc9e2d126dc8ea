'use client'
// A sentence of the server in the reader's language. An engine's own words stay as they came and are marked as English.
import { isApiError } from '@/lib/client/api'
import { saidParts, useSaid } from '@/lib/client/said'

export function Said({ text }: { text: string }) {
  useSaid()
  const parts = saidParts(text)
  return (
    <>
      {parts.map(({ words, isForeign }, index) =>
        isForeign ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never change places
          <span key={index} lang="en">
            {words}
          </span>
        ) : (
          words
        ),
      )}
    </>
  )
}

/** What went wrong, in words; those of this side are in the document's language already. */
export function ErrorSaid({ error }: { error: unknown }) {
  const message = error instanceof Error ? error.message : String(error)
  return isApiError(error) && error.isOwnWords ? message : <Said text={message} />
}
