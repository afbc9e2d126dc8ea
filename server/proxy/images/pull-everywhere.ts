// `docker pull`: on every host, so that whatever is placed next finds its image; one line a host of how far it is.
import { setMaxListeners } from 'node:events'
import { AppError } from '@/server/errors'
import { audited } from '../audit'
import { answering, failuresIn, onHosts, requireAll } from '../on-hosts'
import type { Answer } from '../types'
import { createLatestLines } from './latest-lines'
import { loginFor, type ProgressLine, pullOnHost } from './pull-on-host'

/** How many layers are there, of those that the engine has spoken of. */
function createLayers() {
  const layers = new Map<string, boolean>()
  let done = 0
  return ({ id, status = '' }: ProgressLine): string | null => {
    if (id === undefined || /^Pulling from/.test(status)) return null
    const isDone = /^(Pull complete|Already exists)/.test(status)
    if (layers.get(id) === isDone) return null
    done += Number(isDone) - Number(layers.get(id) ?? false)
    layers.set(id, isDone)
    return `${done} of ${layers.size} layers`
  }
}

/** What engines say at the end, on which scripts act: one digest if it is one, and whether anything new came to any host. */
function createClosing() {
  const digests = new Set<string>()
  const news = new Set<string>()
  return {
    note({ id, status = '' }: ProgressLine) {
      if (id !== undefined) return
      if (status.startsWith('Digest: ')) digests.add(status)
      if (status.startsWith('Status: ')) news.add(status)
    },
    lines(): string[] {
      const all = [...news]
      const told = all.find((each) => each.startsWith('Status: Downloaded newer')) ?? all[0]
      return [...(digests.size === 1 ? digests : []), ...(told === undefined ? [] : [told])]
    },
  }
}

export const pullEverywhere: Answer = async (context, exchange) => {
  const { cluster } = context
  const { request, response, target } = exchange
  const query = Object.fromEntries(target.search)
  const { fromImage = '', tag = '' } = query
  const reference = tag === '' ? fromImage : `${fromImage}${tag.includes(':') ? '@' : ':'}${tag}`
  const header = request.headers['x-registry-auth']
  const hosts = answering(context)
  if (hosts.length === 0) throw new AppError('host_unreachable', 'No healthy node available in the cluster')
  const gone = new AbortController()
  // One of each host.
  setMaxListeners(0, gone.signal)
  response.once('close', () => gone.abort())
  await audited(context, { action: 'image.pull', target: reference }, async () => {
    const headers = await loginFor(context, reference, header)
    const closing = createClosing()
    const lines = createLatestLines(response)
    const begin = () => {
      // Not before an engine has begun: what every engine refuses is answered with its status, on which clients act.
      if (response.headersSent) return
      response.writeHead(200, { 'content-type': 'application/json' })
      response.flushHeaders()
    }
    const outcomes = await onHosts(hosts, async ({ id, name }) => {
      const layersOf = createLayers()
      let hasBegun = false
      const tell = (more: string) => lines.write(name, { id: name, status: `Pulling ${reference}...${more}` })
      await pullOnHost(
        cluster.engine(id),
        query,
        headers,
        (line) => {
          begin()
          if (!hasBegun) tell('')
          hasBegun = true
          closing.note(line)
          const layers = layersOf(line)
          if (layers !== null) tell(` : ${layers}`)
        },
        gone.signal,
      )
      await cluster.refresh(id, ['images']).catch(() => undefined)
      begin()
      tell(' : downloaded')
    })
    if (!response.headersSent) requireAll(outcomes)
    const message = failuresIn(outcomes).join('\n')
    lines.end(
      message === '' ? closing.lines().map((status) => ({ status })) : [{ errorDetail: { message }, error: message }],
    )
    return message === '' ? { status: 200 } : { status: 502, message }
  })
}
