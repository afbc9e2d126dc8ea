// Asks something of every host, remembers the answers for a while and renews them behind the scenes: nobody waits for silence.
import type { Host } from '@/lib/contract/hosts'
import { inParallel } from './in-parallel'
import { answers } from './overlay-facts'

export type RememberedProbe<T> = {
  /** What is known, after a moment's patience for what is new. */
  of(hosts: Host[]): Promise<ReadonlyMap<string, T>>
  /** Asks these hosts now and waits. */
  now(hosts: Host[]): Promise<ReadonlyMap<string, T>>
}

const usualMs = 30_000
const patienceMs = 400

export const createRememberedProbe = <T>(
  probe: (host: Host) => Promise<T>,
  freshForMs = usualMs,
): RememberedProbe<T> => {
  const known = new Map<string, { at: number; value: T }>()
  const running = new Map<string, Promise<void>>()

  const renew = (host: Host): Promise<void> => {
    const under = running.get(host.id)
    if (under) return under
    const run = probe(host)
      .then((value) => void known.set(host.id, { at: performance.now(), value }))
      // No answer is nothing to show, and what was known is out of date.
      .catch(() => void known.delete(host.id))
      .finally(() => running.delete(host.id))
    running.set(host.id, run)
    return run
  }
  const results = (hosts: Host[]): Map<string, T> =>
    new Map(
      hosts.filter(answers).flatMap((host) => {
        const result = known.get(host.id)
        return result ? [[host.id, result.value]] : []
      }),
    )
  const isDue = (host: Host): boolean => {
    const at = known.get(host.id)?.at
    return answers(host) && (at === undefined || performance.now() - at > freshForMs)
  }

  return {
    async of(hosts) {
      const ids = new Set(hosts.map((host) => host.id))
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id)
      const due = hosts.filter(isDue)
      if (due.length > 0) {
        let timer: NodeJS.Timeout | undefined
        const patience = new Promise<void>((resolve) => {
          timer = setTimeout(resolve, patienceMs)
        })
        await Promise.race([inParallel(due, 32, renew), patience])
        clearTimeout(timer)
      }
      return results(hosts)
    },
    async now(hosts) {
      await inParallel(hosts, 32, renew)
      return results(hosts)
    },
  }
}
