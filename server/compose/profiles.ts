// Which services take part: those without a profile, and those of which a profile is active.
import { get, type MapEntry, type MapNode, map, textOf } from './node'

export interface ProfileSplit {
  enabled: MapNode
  disabled: MapNode
}

export const splitByProfile = (root: MapNode, active: readonly string[]): ProfileSplit => {
  const services = get(root, 'services')
  const enabled = new Map<string, MapEntry>()
  const disabled = new Map<string, MapEntry>()
  if (services?.kind === 'map')
    for (const [name, entry] of services.entries) {
      const profiles = get(entry.value, 'profiles')
      const named = profiles?.kind === 'list' ? profiles.items.map(textOf) : []
      const on =
        named.length === 0 ||
        active.includes('*') ||
        named.some((profile) => profile !== undefined && active.includes(profile))
      ;(on ? enabled : disabled).set(name, entry)
    }
  const place = services?.place ?? root.place
  return { enabled: map(enabled, place), disabled: map(disabled, place) }
}
