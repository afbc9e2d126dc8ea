// `docker plugin ls` over all hosts, each plugin once: consoles ask for it before they offer drivers of volumes and networks.
import { sendJson } from '../http/docker-error'
import { isObject, type JsonObject } from '../http/read-body'
import { answering, onHosts, requireAll } from '../on-hosts'
import type { Answer } from '../types'

const timeoutMs = 10_000

export const listPlugins: Answer = async (context, { response, target: { search } }) => {
  const query = Object.fromEntries(search)
  const outcomes = await onHosts(answering(context), ({ id }) =>
    context.cluster.engine(id).json<unknown>('GET', '/plugins', { query, timeoutMs }),
  )
  requireAll(outcomes)
  const plugins = new Map<unknown, JsonObject>()
  for (const outcome of outcomes) {
    if (!outcome.ok || !Array.isArray(outcome.value)) continue
    for (const plugin of outcome.value.filter(isObject)) {
      if (!plugins.has(plugin.Name)) plugins.set(plugin.Name, plugin)
    }
  }
  sendJson(response, [...plugins.values()])
}
