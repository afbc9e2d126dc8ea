// Which events a client wants, judged here because one stream of each engine serves them all. Pure.
import type { EventMessage } from '@/server/docker/api-types'
import { type Filters, hasLabels } from '../filters'

/** What engines do not know either they take for said by nobody. */
const known = new Set(['event', 'image', 'label', 'node', 'scope', 'type'])
const ofType = new Set(['container', 'network', 'volume', 'daemon', 'plugin', 'service', 'secret', 'config'])

const withoutTag = (image: string): string => image.replace(/@sha256:.*$/, '').replace(/:[^/:]*$/, '')

export function wantsEvent(filters: Filters, message: EventMessage, hostName: string): boolean {
  const attributes = message.Actor?.Attributes ?? {}
  const type = message.Type ?? 'container'
  const action = message.Action ?? message.status ?? ''
  const id = message.Actor?.ID ?? message.id ?? ''
  for (const [key, values] of filters) {
    if (values.length === 0 || !(known.has(key) || ofType.has(key))) continue
    const isWanted = (() => {
      if (key === 'type') return values.includes(type)
      if (key === 'event') return values.some((value) => value === action || value === action.split(':')[0])
      if (key === 'label') return hasLabels(attributes, values)
      if (key === 'node') return values.includes(hostName)
      if (key === 'scope') return values.includes(message.scope ?? 'local')
      if (key === 'image') {
        const image = type === 'image' ? (attributes.name ?? id) : (attributes.image ?? '')
        return values.some((value) => value === id || value === image || value === withoutTag(image))
      }
      if (type !== key) return false
      return values.some((value) => value !== '' && (attributes.name?.startsWith(value) || id.startsWith(value)))
    })()
    if (!isWanted) return false
  }
  return true
}
