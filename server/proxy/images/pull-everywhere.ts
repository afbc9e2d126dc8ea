// `docker pull`: on every host, so that whatever is placed next finds its image; one line a host of how far it is.
import { AppError, messageOf } from '@/server/errors'
import { audited } from '../audit'
import { answering, onHosts } from '../on-hosts'
import type { Answer } from '../types'
import { loginFor, type ProgressLine, pullOnHost } from './pull-on-host'

/** How many layers are there, of those that the engine has spoken of. */
function createLayers() {
  const layers = new Map<string, boolean>()
  return ({ id, status = '' }: ProgressLine): string | null => {
    if (id === undefined || /^Pulling from/.test(status)) return null
    const isDone = /^(Pull complete|Already exists)/.test(status)
    if (layers.get(id) === isDone) return null
    layers.set(id, isDone)
    return `${[...layers.values()].filter(Boolean).length} of ${layers.size} layers`
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
  response.once('close', () => gone.abort())
  await audited(context, { action: 'image.pull', target: reference }, async () => {
    const headers = await loginFor(context, reference, header)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
    const write = (line: object) => void response.write(`${JSON.stringify(line)}\r\n`)
    const outcomes = await onHosts(hosts, async ({ id, name }) => {
      const layersOf = createLayers()
      write({ id: name, status: `Pulling ${reference}...` })
      await pullOnHost(
        cluster.engine(id),
        query,
        headers,
        (line) => {
          const layers = layersOf(line)
          if (layers !== null) write({ id: name, status: `Pulling ${reference}... : ${layers}` })
        },
        gone.signal,
      )
      await cluster.refresh(id, ['images']).catch(() => undefined)
      write({ id: name, status: `Pulling ${reference}... : downloaded` })
    })
    const failed = outcomes.flatMap((each) => (each.ok ? [] : [{ name: each.host.name, words: messageOf(each.error) }]))
    // The same refusal of every host is one refusal.
    const words = [...new Set(failed.map((each) => each.words))]
    const message =
      words.length === 1 && failed.length === hosts.length
        ? (words[0] as string)
        : failed.map((each) => `${each.name}: ${each.words}`).join('\n')
    if (failed.length > 0) write({ errorDetail: { message }, error: message })
    response.end()
    return failed.length === 0 ? { status: 200 } : { status: 502, message }
  })
}
