// `docker inspect` of a container: the engine's own bytes, the host it is on added at the end, and in the published ports
// the host's address where the engine says "any", which from here would be the wrong machine.
import type { Host } from '@/lib/contract/hosts'
import { hostAuthority, hostIp } from '../host-address'
import { sendJsonText } from '../http/docker-error'
import { pathOf } from '../http/request-target'
import { spanOf, withMember } from '../json-span'
import { findContainer, requireHost } from '../objects/find-container'
import { readAnswer } from '../read-answer'
import { ask, passOn } from '../relay'
import type { Answer } from '../types'

export const nodeOf = (host: Host) => ({
  ID: host.engine?.id ?? '',
  IP: hostIp(host),
  Addr: hostAuthority(host),
  Name: host.name,
  Cpus: host.total.cpus,
  Memory: host.total.memoryBytes,
  Labels: { ...host.labels.engine, ...host.labels.console, ...host.labels.builtin },
})

/** Pure. */
export function withNode(text: string, host: Host): string {
  const span = spanOf(text, ['NetworkSettings', 'Ports'])
  const ports =
    span &&
    text.slice(span.start, span.end).replaceAll('"HostIp":"0.0.0.0"', `"HostIp":${JSON.stringify(hostIp(host))}`)
  const shown = span ? text.slice(0, span.start) + ports + text.slice(span.end) : text
  return withMember(shown, 'Node', nodeOf(host))
}

export const inspectContainer: Answer = async (context, exchange) => {
  const { cluster } = context
  const found = findContainer(cluster, exchange.params.ref ?? '')
  requireHost(cluster, found)
  const options = {
    hostId: found.hostId,
    path: pathOf(exchange.version, ['containers', found.id, 'json'], exchange.target.query),
  }
  const answer = await ask(context, exchange, options)
  const host = cluster.host(found.hostId)
  if (answer.statusCode !== 200 || host === undefined) {
    await passOn(context, exchange, answer, options)
    return
  }
  sendJsonText(exchange.response, withNode(await readAnswer(answer), host))
}
