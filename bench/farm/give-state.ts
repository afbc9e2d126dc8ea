// How a made-up container fares when the farm begins: from when it runs, how it ended, what is wrong with it.
import type { Chance } from './chance'
import type { FarmContainer } from './types'

const dayMs = 86_400_000

/** As a cluster in daily use looks: most run, some have ended, a few are in trouble. */
export function giveState(container: FarmContainer, chance: Chance, nowMs: number): void {
  const isChecked = container.spec.config.Healthcheck != null
  const sinceMs = nowMs - Math.floor(chance.next() ** 3 * 60 * dayMs) - 5_000
  container.createdMs = sinceMs - 2_000 - chance.under(86_400_000)
  container.startedMs = sinceMs
  const fate = chance.next()
  const end = (status: 'exited' | 'restarting', exitCode: number) => {
    container.status = status
    container.exitCode = exitCode
    container.oomKilled = exitCode === 137 && chance.isBelow(0.5)
    container.finishedMs = Math.min(nowMs - 1_000, sinceMs + 1_000 + chance.under(3_600_000))
    container.health = isChecked ? 'unhealthy' : ''
  }
  if (fate < 0.885) {
    container.status = 'running'
    container.health = !isChecked
      ? ''
      : chance.isBelow(0.03)
        ? 'unhealthy'
        : chance.isBelow(0.02)
          ? 'starting'
          : 'healthy'
    if (chance.isBelow(0.05)) container.restartCount = 1 + chance.under(6)
  } else if (fate < 0.955) end('exited', chance.pick([0, 0, 0, 1, 1, 2, 137, 143]))
  else if (fate < 0.97) {
    end('restarting', chance.pick([1, 2, 139]))
    container.restartCount = 3 + chance.under(40)
  } else if (fate < 0.985) {
    container.status = 'paused'
    container.health = isChecked ? 'healthy' : ''
  } else {
    container.status = 'created'
    container.startedMs = 0
  }
  if (container.status === 'running' || container.status === 'paused') container.pid = 1_000 + chance.under(4_000_000)
}
