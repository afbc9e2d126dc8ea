// Live events as server-sent events.
import { type LiveEvent, liveEvent } from '@/lib/contract/events'
import { identify } from '@/server/auth/authenticate'
import { type AnyEndpoint, endpoint } from '../endpoint'
import { type LiveFeed, startLiveFeed } from '../live/live-feed'
import type { ApiParts } from '../parts'

/** What may wait in the connection's own buffers before changes are folded instead. */
const highWaterBytes = 256 * 1024
const encoder = new TextEncoder()
const frame = (event: LiveEvent) => encoder.encode(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)

export const eventRoutes = (parts: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/events',
    tag: 'events',
    summary: 'Everything that changes, as it happens. Each connection begins with `hello`: read your lists again then',
    stream: { type: 'text/event-stream', of: liveEvent, description: 'Events named by their type' },
    handle: ({ request, signal, hangUp }) => {
      let feed: LiveFeed | undefined
      const mayListen = async () =>
        (await identify(parts.auth, parts.access, (name) => request.headers.get(name))) !== null
      const body = new ReadableStream<Uint8Array>(
        {
          start: (controller) => {
            feed = startLiveFeed(
              parts,
              {
                send: (events) => {
                  for (const event of events) controller.enqueue(frame(event))
                },
                isReady: () => (controller.desiredSize ?? 0) > 0,
                end: () => {
                  const isTaken = (controller.desiredSize ?? 0) > 0
                  controller.close()
                  if (!isTaken) hangUp()
                },
              },
              mayListen,
            )
            signal.addEventListener('abort', () => feed?.stop(), { once: true })
          },
          pull: () => feed?.resume(),
          cancel: () => feed?.stop(),
        },
        new ByteLengthQueuingStrategy({ highWaterMark: highWaterBytes }),
      )
      return new Response(body, {
        headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
      })
    },
  }),
]
