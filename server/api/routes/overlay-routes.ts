// Overlay networking: who is in, and bringing hosts in or out, step by step on the screen.
import {
  disableOverlayRequest,
  enableOverlayRequest,
  type OverlayResult,
  type OverlayStep,
  overlayResult,
  overlayStatus,
} from '@/lib/contract/networks'
import type { OverlayProgress } from '@/server/networks/types'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { createQueue } from '../queue'
import { streamAnswer } from '../stream-answer'

const tag = 'overlay'
const stream = {
  type: 'application/x-ndjson',
  of: overlayResult,
  description: 'With Accept: application/x-ndjson each step as it happens, last {result}',
}

export const overlayRoutes = ({ cluster, networks, log }: ApiParts): AnyEndpoint[] => {
  const namesOf = (hostIds: string[]) => hostIds.map((id) => cluster.host(id)?.name ?? id).join(', ')
  /** The steps as they happen for clients that ask for lines, else the result alone. */
  const run = async (
    request: Request,
    act: (onProgress?: OverlayProgress) => Promise<OverlayResult>,
    note: (message: string) => void,
  ) => {
    const noteResult = (result: OverlayResult) => {
      const failed = result.steps.filter(({ state }) => state === 'failed')
      note(
        failed.length > 0
          ? failed.map(({ hostName, message }) => `${hostName}: ${message}`).join('; ')
          : result.status.summary,
      )
      return result
    }
    if (!/\b(x-ndjson|event-stream)\b/.test(request.headers.get('accept') ?? '')) return noteResult(await act())
    const queue = createQueue<OverlayStep | { result: OverlayResult }>()
    const acted = act((step) => queue.push(step))
    acted.then(
      (result) => {
        queue.push({ result })
        queue.end()
      },
      (error: unknown) => queue.fail(error),
    )
    const answer = await streamAnswer(queue.values(), { request, log })
    note('began; its steps were streamed')
    return answer
  }
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/overlay',
      tag,
      summary: 'Which hosts can use overlay networks, and why others cannot',
      response: overlayStatus,
      handle: () => networks.overlayStatus(),
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/overlay/enable',
      tag,
      summary: 'Join hosts into one Swarm-mode cluster for networking; asked again it takes up what is left',
      body: enableOverlayRequest,
      response: overlayResult,
      stream,
      audit: { action: 'overlay.enable', target: ({ body }) => namesOf(body.hostIds) },
      handle: ({ body, request, note }) => run(request, (onProgress) => networks.enableOverlay(body, onProgress), note),
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/overlay/disable',
      tag,
      summary: 'Take hosts out again',
      body: disableOverlayRequest,
      response: overlayResult,
      stream,
      audit: { action: 'overlay.disable', target: ({ body }) => namesOf(body.hostIds) },
      handle: ({ body, request, note }) =>
        run(request, (onProgress) => networks.disableOverlay(body, onProgress), note),
    }),
  ]
}
