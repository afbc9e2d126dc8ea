// What the acts on overlay networking share.
import { setTimeout as delay } from 'node:timers/promises'
import type { Host } from '@/lib/contract/hosts'
import type { OverlayResult } from '@/lib/contract/networks'
import type { Cluster } from '@/server/cluster/types'
import type { Engine } from '@/server/docker/engine'
import { AppError, isAppError } from '@/server/errors'
import type { Log } from '@/server/log'
import type { OverlayFacts } from './overlay-facts'
import type { OverlayObserver } from './overlay-observe'
import { overlayStatusOf } from './overlay-status'
import type { StepRunner } from './overlay-steps'
import type { RememberedProbe } from './remembered-probe'
import type { UsedRange } from './subnets'

export type OverlayContext = {
  cluster: Cluster
  observer: OverlayObserver
  ports: RememberedProbe<number[]>
  /** What the subnets of a new cluster must keep clear of. */
  usedRanges: () => Promise<UsedRange[]>
  log: Pick<Log, 'info' | 'warn'>
}

/** A host that takes longer to tell its facts hangs, and is soon known as such. */
const patienceMs = 5000

export const requestedHosts = (context: OverlayContext, ids: string[]): Host[] =>
  [...new Set(ids)].map((id) => {
    const host = context.cluster.hosts().find((each) => each.id === id)
    if (!host) throw new AppError('not_found', `There is no host with the id ${id}.`)
    return host
  })

/** Reads Swarm membership afresh from those that answer: a plan made from what was true a minute ago does harm. */
export const observeFresh = async (context: OverlayContext, also: Host[]): Promise<OverlayFacts> => {
  const members = context.cluster.hosts().filter((host) => host.engine?.swarm.state !== 'inactive')
  const hosts = [...new Set([...members, ...also].map((host) => host.id))]
  const reading = Promise.allSettled(hosts.map((id) => context.cluster.refresh(id, ['info'])))
  const patience = new AbortController()
  await Promise.race([reading, delay(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined)])
  patience.abort()
  return context.observer.observe(5000)
}

export const managerOf = (context: OverlayContext, clusterId: string): Engine => {
  const engine = context.observer.managerEngines(clusterId)[0]
  if (engine) return engine
  throw new AppError('host_unreachable', 'No manager of the Swarm-mode cluster answers.', {
    details: { fix: 'Bring a manager back; without one nobody can join or leave.' },
  })
}

const isNoManager = (error: unknown): boolean => isAppError(error) && /not a swarm manager/i.test(error.message)

/** Asks one that is a manager: an engine may take a moment to notice that it has laid down its post, and is passed over then. */
export async function askManager(
  context: OverlayContext,
  clusterId: string,
  ask: (manager: Engine) => Promise<void>,
): Promise<void> {
  const [, ...others] = context.observer.managerEngines(clusterId)
  let manager = managerOf(context, clusterId)
  for (;;) {
    try {
      return await ask(manager)
    } catch (error) {
      const next = others.shift()
      if (next === undefined || !isNoManager(error)) throw error
      manager = next
    }
  }
}

export const resultOf = async (
  context: OverlayContext,
  runner: StepRunner,
  touched: Host[],
): Promise<OverlayResult> => {
  const status = overlayStatusOf(await observeFresh(context, touched))
  return { ok: runner.steps.every((step) => step.state === 'done'), steps: runner.steps, status }
}
