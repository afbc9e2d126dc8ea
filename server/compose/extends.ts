// What `extends` points at, and what may not be extended.
import type { ComposeFormat } from './model'
import { get, type MapNode, type Node, type Place, textOf } from './node'
import type { Report } from './report'

export interface ExtendsStep {
  file: string
  service: string
  /** The `extends:` key. */
  place: Place
  path: string
}

export const extendsTarget = (
  service: MapNode,
): { service: string; file: Node | undefined; place: Place } | undefined => {
  const reference = get(service, 'extends')
  const name = get(reference, 'service')
  const text = textOf(name)
  return name && text ? { service: text, file: get(reference, 'file'), place: name.place } : undefined
}

export const reportCycle = (trail: readonly ExtendsStep[], report: Report): void => {
  const [first] = trail
  if (!first) return
  report.add({
    code: 'extends.cycle',
    message: `${first.path} extends itself: ${trail.map(({ file, service }) => `${service} in ${file}`).join(' → ')}`,
    fix: 'remove one of these "extends"',
    path: `${first.path}.extends`,
    place: first.place,
  })
}

export const mostSteps = 100

export const reportDepth = ({ path, place }: ExtendsStep, report: Report): void =>
  report.add({
    code: 'limits.extends',
    message: `${path} is the end of more than ${mostSteps} services that extend each other`,
    fix: 'extend fewer services on the way',
    path: `${path}.extends`,
    place,
  })

/** What the tools of a format refuse to copy, because it names a service of another file. */
const forbidden = (format: ComposeFormat, base: MapNode): string | undefined => {
  const mode = textOf(get(base, 'network_mode')) ?? ''
  if (format === 'v1') {
    for (const key of ['links', 'volumes_from']) if (base.entries.has(key)) return key
    if (mode.startsWith('container:') || mode.startsWith('service:')) return 'net: container'
  }
  return format === 'v2' && mode.startsWith('service:') ? 'network_mode: service' : undefined
}

export const checkExtended = (
  format: ComposeFormat,
  base: MapNode,
  at: { path: string; service: string; place: Place; report: Report },
): void => {
  const reason = forbidden(format, base)
  if (reason)
    at.report.add({
      code: 'extends.forbidden',
      message: `${at.path}: the service "${at.service}" has "${reason}", and such a service cannot be extended in format ${format}`,
      fix: `move "${reason}" into the services that extend it`,
      path: `${at.path}.extends`,
      place: at.place,
    })
}
