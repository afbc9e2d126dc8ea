// Names and ports that only one container can have.

import { get, type MapNode, textOf } from '../node'
import type { ConsistencyContext } from './context'
import { keyPlace } from './services'

const replicas = (service: MapNode): number => {
  const scale = textOf(get(service, 'scale')) ?? textOf(get(get(service, 'deploy'), 'replicas'))
  return scale === undefined ? 1 : Number(scale)
}

const mostContainers = 20_000

const checkTotal = ({ enabled, report }: ConsistencyContext) => {
  let total = 0
  for (const [name, { value: service }] of enabled.entries) {
    if (service.kind !== 'map') continue
    const count = replicas(service)
    total += count
    if (total <= mostContainers) continue
    const key = get(service, 'scale') ? 'scale' : 'deploy'
    report.add({
      code: 'limits.replicas',
      message: `services.${name}: with its ${count} replicas the stack has ${total} containers; at most ${mostContainers} are planned`,
      fix: 'ask for fewer replicas',
      path: key === 'scale' ? `services.${name}.scale` : `services.${name}.deploy.replicas`,
      place: keyPlace(service, key),
    })
    return
  }
}

const checkScale = ({ report }: ConsistencyContext, service: MapNode, path: string) => {
  const scale = textOf(get(service, 'scale'))
  const count = textOf(get(get(service, 'deploy'), 'replicas'))
  if (scale !== undefined && count !== undefined && scale !== count)
    report.add({
      code: 'service.replicas-twice',
      message: `${path}.scale: says ${scale}, but deploy.replicas says ${count}`,
      fix: 'keep one of them',
      path: `${path}.scale`,
      place: keyPlace(service, 'scale'),
    })
}

const checkFixedPorts = ({ report }: ConsistencyContext, service: MapNode, path: string, count: number) => {
  const ports = get(service, 'ports')
  if (ports?.kind !== 'list') return
  for (const [index, port] of ports.items.entries()) {
    const published = textOf(get(port, 'published'))
    if (!published || published === '0' || published.includes('-')) continue
    report.add({
      severity: 'warning',
      code: 'service.fixed-port',
      message: `${path}.ports.${index}: ${count} replicas want host port ${published}, so each needs a host of its own`,
      fix: 'leave the host port out, or give a range',
      path: `${path}.ports.${index}`,
      place: port.place,
    })
  }
}

export const checkReplicas = (context: ConsistencyContext): void => {
  checkTotal(context)
  const names = new Map<string, string>()
  for (const [name, { value: service }] of context.enabled.entries) {
    if (service.kind !== 'map') continue
    const path = `services.${name}`
    checkScale(context, service, path)
    const count = replicas(service)
    const containerName = textOf(get(service, 'container_name'))
    if (count > 1) checkFixedPorts(context, service, path, count)
    if (containerName === undefined || containerName === '') continue
    const place = keyPlace(service, 'container_name')
    if (count > 1)
      context.report.add({
        code: 'service.container-name',
        message: `${path}.container_name: ${count} replicas cannot all be named "${containerName}"`,
        fix: 'remove "container_name" or run one replica',
        path: `${path}.container_name`,
        place,
      })
    const other = names.get(containerName)
    if (other !== undefined)
      context.report.add({
        code: 'service.container-name',
        message: `${path}.container_name: "${containerName}" is already the name of the service "${other}"`,
        fix: 'choose another name',
        path: `${path}.container_name`,
        place,
      })
    names.set(containerName, name)
  }
}
