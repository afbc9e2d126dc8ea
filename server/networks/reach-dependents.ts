// What stops working without a party, and how that is known: the label of `depends_on`, a shared network namespace, or its
// name in a command. Whoever only shares a network may need it or not; that is not said here. Pure.
import type { Dependent } from '@/lib/contract/reach'
import { maskText } from '@/lib/mask'
import { briefOf, type Party, type ReachIndex } from './reach-index'
import { waysBetween } from './reach-ways'

type Need = Pick<Dependent, 'how' | 'detail'>

/** Compose writes `db:service_healthy:false,cache:service_started:false`; links and shared namespaces are in it too. */
const declared = (from: Party, to: Party): Need | null => {
  if (from.stack === null || from.stack !== to.stack || to.service === null) return null
  for (const { container } of from.members) {
    for (const entry of (container.labels['com.docker.compose.depends_on'] ?? '').split(',')) {
      const [service, condition = ''] = entry.split(':')
      if (service === to.service) return { how: 'depends-on', detail: condition }
    }
  }
  return null
}

const sharesNetwork = (from: Party, to: Party): Need | null => {
  const owners = new Set(to.members.map(({ container }) => container.id))
  const isGuest = from.members.some(({ container, space }) => space !== container.id && owners.has(space))
  return isGuest ? { how: 'shares-network', detail: '' } : null
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** `//db`, `@db`, `=db` or `db:5432`: a bare word could be anything. */
const namedInCommand = (from: Party, names: string[]): Need | null => {
  for (const name of names) {
    if (name === 'localhost') continue
    const pattern = new RegExp(
      `(?:(?:\\/\\/|[@=])${escaped(name)}(?![\\w.-])(?::\\d+)?|(?<![\\w./-])${escaped(name)}:\\d+)`,
    )
    for (const { container } of from.members) {
      const found = pattern.exec(container.command)
      if (found) return { how: 'command', detail: maskText(found[0].replace(/^[@=]|^\/\//, '')) }
    }
  }
  return null
}

/** Nearest first: direct ones, then what needs those. */
export const dependentsOf = (target: Party, index: ReachIndex): Dependent[] => {
  const found: Dependent[] = []
  const seen = new Set([target.key])
  const ids = new Set(target.members.map(({ container }) => container.id))
  let ring: Party[] = [target]
  while (ring.length > 0) {
    const next: Party[] = []
    for (const party of ring) {
      for (const other of candidatesFor(party, index)) {
        if (seen.has(other.key) || other.members.every(({ container }) => ids.has(container.id))) continue
        const ways = waysBetween(other, party, index)
        const need =
          declared(other, party) ??
          sharesNetwork(other, party) ??
          namedInCommand(
            other,
            ways.flatMap(({ names }) => names),
          )
        if (!need) continue
        seen.add(other.key)
        next.push(other)
        const through = party === target ? null : briefOf(party).name
        found.push({ party: briefOf(other), ...need, through, reaches: ways.length > 0 })
      }
    }
    ring = next
  }
  return found
}

/** Only what is in its stack, on its networks or in its namespace can need it. */
function candidatesFor(party: Party, index: ReachIndex): Party[] {
  const keys = new Set<string>()
  for (const { endpoints } of party.members) {
    for (const { lane } of endpoints) for (const key of index.onLane.get(lane) ?? []) keys.add(key)
  }
  const spaces = new Set(party.members.map(({ space }) => space))
  for (const other of index.parties.values()) {
    if (other.stack !== null && other.stack === party.stack) keys.add(other.key)
    else if (other.members.some(({ space }) => spaces.has(space))) keys.add(other.key)
  }
  return [...keys].flatMap((key) => index.parties.get(key) ?? [])
}
