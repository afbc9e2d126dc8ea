// Reads a log as it comes: NDJSON lines, then, when following, whatever is said next. A failure inside the stream is its last line.
import type { LogLine } from '@/lib/contract/containers'
import { open } from './api'

export type LogRequest = { tail: number; since?: string | undefined; follow: boolean }

/** Whole lines out of pieces of text. */
export function createLineSplitter(): (piece: string) => string[] {
  let rest = ''
  return (piece) => {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    return lines.filter((line) => line !== '')
  }
}

/** Ends when the log does. */
export async function* streamLogs(
  containerId: string,
  request: LogRequest,
  signal: AbortSignal,
): AsyncGenerator<LogLine[]> {
  const response = await open(`/containers/${encodeURIComponent(containerId)}/logs`, {
    query: { tail: request.tail, since: request.since, follow: request.follow },
    signal,
  })
  // The shapes beside the page, which is there without them.
  const { readLogLine } = await import('./read-log-line')
  const reader = response.body?.getReader()
  if (!reader) return
  const decoder = new TextDecoder()
  const split = createLineSplitter()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const lines = split(decoder.decode(value, { stream: true }))
      if (lines.length > 0) yield lines.map(readLogLine)
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
