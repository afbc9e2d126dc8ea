// An answer that goes on: one JSON value a line, or server-sent events where the client asks for them. A failure before
// the first value is an ordinary error answer; one after it is the stream's last value.
import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '@/server/log'
import { errorBody, nameFailure } from './error-answer'

/** How long an answer may wait for its first value before its head is sent. */
const patienceMs = 400
const keepAliveMs = 15_000

export type StreamOptions = {
  request: Request
  log: Log
  /** Told when the client is gone or the stream has ended. */
  onEnd?: () => void
  requestId?: string
  /** The values are the text of a file of this name. */
  file?: string
}

const wantsEvents = (request: Request) => /\btext\/event-stream\b/.test(request.headers.get('accept') ?? '')

export const streamAnswer = async (values: AsyncIterable<unknown>, options: StreamOptions): Promise<Response> => {
  const isFile = options.file !== undefined
  const isEvents = !isFile && wantsEvents(options.request)
  const encode = (value: unknown, name?: string) => {
    if (isFile && typeof value === 'string') return new TextEncoder().encode(value)
    const json = JSON.stringify(value)
    return new TextEncoder().encode(isEvents ? `${name ? `event: ${name}\n` : ''}data: ${json}\n\n` : `${json}\n`)
  }
  const iterator = values[Symbol.asyncIterator]()
  let isEnded = false
  const end = () => {
    isEnded = true
    options.onEnd?.()
    void iterator.return?.()
  }
  let pending: Promise<IteratorResult<unknown>> | undefined = iterator.next()
  try {
    await Promise.race([pending, delay(patienceMs)])
  } catch (error) {
    end()
    throw error
  }
  let keepAlive: ReturnType<typeof setInterval> | undefined
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        if (!isEvents) return
        keepAlive = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(new TextEncoder().encode(': alive\n\n'))
        }, keepAliveMs)
      },
      pull: async (controller) => {
        try {
          const { done, value } = await (pending ?? iterator.next())
          pending = undefined
          if (isEnded) return
          if (!done) return controller.enqueue(encode(value))
          if (isEvents) controller.enqueue(encode({}, 'end'))
        } catch (error) {
          if (isEnded) return
          const failure = nameFailure(error, options.requestId ?? '', options.log)
          controller.enqueue(encode(errorBody(failure, options.requestId ?? ''), 'failure'))
        }
        clearInterval(keepAlive)
        controller.close()
        end()
      },
      cancel: () => {
        clearInterval(keepAlive)
        end()
      },
    },
    { highWaterMark: 16 },
  )
  return new Response(body, {
    headers: {
      'content-type': `${isFile ? 'text/plain' : isEvents ? 'text/event-stream' : 'application/x-ndjson'}; charset=utf-8`,
      ...(isFile ? { 'content-disposition': `attachment; filename="${options.file}"` } : {}),
      // Proxies that collect an answer before they pass it on would hold back what is live.
      'x-accel-buffering': 'no',
    },
  })
}
