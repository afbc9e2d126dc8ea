// The same question to many hosts at once, each with its own outcome: one that fails does not hide what the others did.
import type { Host } from '@/lib/contract/hosts'
import { AppError, isAppError, messageOf } from '@/server/errors'
import type { ProxyContext } from './types'

export type HostOutcome<T> = { host: Host } & ({ ok: true; value: T } | { ok: false; error: unknown })

const mostAtOnce = 32

export const answering = ({ cluster }: Pick<ProxyContext, 'cluster'>): Host[] =>
  cluster.hosts().filter(({ state }) => state === 'healthy' || state === 'suspect')

export async function onHosts<T>(hosts: readonly Host[], work: (host: Host) => Promise<T>): Promise<HostOutcome<T>[]> {
  const outcomes: HostOutcome<T>[] = []
  let next = 0
  const worker = async () => {
    for (let at = next++; at < hosts.length; at = next++) {
      const host = hosts[at] as Host
      try {
        outcomes[at] = { host, ok: true, value: await work(host) }
      } catch (error) {
        outcomes[at] = { host, ok: false, error }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, hosts.length) }, worker))
  return outcomes
}

/** A line for each host that failed; the same refusal of every host is one refusal, in the engine's own words. */
export function failuresIn(outcomes: readonly HostOutcome<unknown>[]): string[] {
  const failed = outcomes.flatMap((each) => (each.ok ? [] : [{ name: each.host.name, words: messageOf(each.error) }]))
  const [first] = failed
  // Generations of engines begin the same words with letters of either case.
  const said = new Set(failed.map(({ words }) => words.toLowerCase()))
  const isOne = failed.length === outcomes.length && said.size === 1
  return first && isOne ? [first.words] : failed.map(({ name, words }) => `${name}: ${words}`)
}

/** Throws what failed; if it was the client's doing, with that status. `done`: what to say of the others. */
export function requireAll<T>(
  outcomes: readonly HostOutcome<T>[],
  done: (value: T, host: Host) => string = () => '',
): void {
  const failed = outcomes.find((each) => !each.ok)
  if (!failed || failed.ok) return
  const said = isAppError(failed.error) ? Number(failed.error.details?.statusCode ?? 0) : 0
  const others = outcomes.map((each) => (each.ok ? done(each.value, each.host) : '')).filter((line) => line !== '')
  const message = [...failuresIn(outcomes), ...others].join('\n')
  throw new AppError('engine_error', message, said >= 400 && said < 500 ? { details: { statusCode: said } } : {})
}
