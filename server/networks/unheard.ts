// Which members of a Swarm-mode cluster do not hear each other, from what each says it hears. Pure.
import type { Host } from '@/lib/contract/hosts'
import { answers } from './overlay-facts'

export type Member = { host: Host; address: string }

/** By host id: the members it should hear and does not. A pair is charged to the one that misses most. */
export const unheardBy = (members: Member[], peers: ReadonlyMap<string, string[]>): Map<string, Host[]> => {
  const telling = members.filter(({ host }) => answers(host) && (peers.get(host.id)?.length ?? 0) > 0)
  const missing = new Map<Host, Set<Host>>(telling.map(({ host }) => [host, new Set()]))
  // Nearly all say the same list, so each distinct list is compared once.
  const absences = new Map<string[], Member[]>()
  const absentFrom = (list: string[]): Member[] => {
    const known = absences.get(list)
    if (known) return known
    const heard = new Set(list)
    const absent = telling.filter((member) => !heard.has(member.address))
    absences.set(list, absent)
    return absent
  }
  for (const one of telling) {
    for (const other of absentFrom(peers.get(one.host.id) ?? [])) {
      if (one === other) continue
      missing.get(one.host)?.add(other.host)
      missing.get(other.host)?.add(one.host)
    }
  }
  const result = new Map<string, Host[]>()
  for (const [host, unheard] of missing) {
    const charged = [...unheard].filter((other) => unheard.size >= (missing.get(other)?.size ?? 0))
    if (charged.length > 0) result.set(host.id, charged)
  }
  return result
}
