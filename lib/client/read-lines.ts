// The lines of an answer as they arrive, and the JSON values of answers that are told line by line.
import { ApiError } from './api'
import { failureIn } from './api-failure'

/** Yields each line without its end; a last line without one is yielded too. */
export async function* readLines(response: Response): AsyncGenerator<string> {
  if (!response.body) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) break
      const lines = (rest + value).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line !== '') yield line
    }
    if (rest !== '') yield rest
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** Yields each line's JSON value; a line that tells a failure is thrown as ApiError. */
export async function* readValues(response: Response): AsyncGenerator<unknown> {
  for await (const line of readLines(response)) {
    const value: unknown = JSON.parse(line)
    const failure = failureIn(value)
    if (failure) throw new ApiError(0, failure.code, failure.message, failure.details)
    yield value
  }
}
