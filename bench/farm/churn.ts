// Life on the farm: containers that fall ill, crash, are replaced, are stopped and started, at so many events a second. Who
// and what follows from the seed; only the moments are the clock's.
import { type Chance, chanceOf } from './chance'
import { isUp, labelsOf } from './container-json'
import { createContainer } from './create'
import * as lifecycle from './lifecycle'
import type { FarmContainer, FarmHost } from './types'
import { type FarmWorld, tellContainer } from './world'

type Act = (world: FarmWorld, host: FarmHost, container: FarmContainer, chance: Chance) => void

/** Noise that real engines make without end: it must cost those who listen next to nothing. */
const check: Act = (world, host, container) => {
  const command = '/bin/sh -c wget -q -O- http://localhost/health || exit 1'
  tellContainer(world, host, container, `exec_create: ${command}`)
  tellContainer(world, host, container, `exec_start: ${command}`)
  tellContainer(world, host, container, 'exec_die', { exitCode: '0' })
}

const flipHealth: Act = (world, host, container) => {
  if (container.health === '') check(world, host, container, chanceOf(0))
  else lifecycle.setHealth(world, host, container, container.health === 'healthy' ? 'unhealthy' : 'healthy')
}

const crash: Act = (world, host, container, chance) => {
  container.stoppedByHand = false
  lifecycle.end(world, host, container, chance.pick([1, 1, 2, 137, 139]))
}

const bounce: Act = (world, host, container) => {
  if (isUp(container)) lifecycle.stop(world, host, container)
  else lifecycle.start(world, host, container)
}

const holdUp: Act = (world, host, container) => {
  if (container.status === 'paused') lifecycle.unpause(world, host, container)
  else lifecycle.pause(world, host, container)
}

/** A container of the same name in its place, as a deploy makes it. */
const replace: Act = (world, host, old) => {
  const { name, spec } = old
  const aliases = old.endpoints.map(({ network, aliases: Aliases }) => [network.id, { Aliases }] as const)
  const labels = labelsOf(old)
  const image = old.image
  lifecycle.remove(world, host, old, { force: true, volumes: false })
  host.images.set(image.id, image)
  const made = createContainer(world, host, name, {
    ...spec.config,
    Labels: labels,
    Image: spec.image,
    HostConfig: spec.hostConfig,
    NetworkingConfig: { EndpointsConfig: Object.fromEntries(aliases) },
  })
  lifecycle.start(world, host, made)
}

const mix: { act: Act; weight: number; wants: (container: FarmContainer) => boolean }[] = [
  { act: check, weight: 20, wants: (one) => one.status === 'running' },
  { act: flipHealth, weight: 35, wants: (one) => one.status === 'running' },
  { act: crash, weight: 18, wants: (one) => one.status === 'running' },
  { act: bounce, weight: 12, wants: (one) => one.status === 'running' || one.status === 'exited' },
  { act: replace, weight: 10, wants: (one) => one.status === 'running' },
  { act: holdUp, weight: 5, wants: (one) => one.status === 'running' || one.status === 'paused' },
]
const allWeights = mix.reduce((sum, { weight }) => sum + weight, 0)

const tickMs = 50
const mostTries = 20

export function createChurn(world: FarmWorld) {
  const chance = chanceOf(world.seed, 'churn')
  let perSecond = 0
  let owed = 0
  let lastMs = 0
  let timer: NodeJS.Timeout | undefined

  const pickAct = () => {
    let left = chance.next() * allWeights
    for (const entry of mix) {
      left -= entry.weight
      if (left < 0) return entry
    }
    return mix[0]!
  }

  /** One act on some container. */
  const once = () => {
    const { act, wants } = pickAct()
    for (let tries = 0; tries < mostTries; tries += 1) {
      const host = chance.pick(world.hosts)
      const at = chance.under(Math.max(1, host.containers.size))
      let position = 0
      let container: FarmContainer | undefined
      for (const one of host.containers.values()) {
        container = one
        if (position === at) break
        position += 1
      }
      if (!container || !wants(container) || host.fault?.kind === 'refuse' || host.fault?.kind === 'cut') continue
      try {
        act(world, host, container, chance)
      } catch {
        // A port that another took meanwhile, a network that is gone: it stays as it is, like on a real host.
      }
      return
    }
  }

  const tick = () => {
    const nowMs = world.clock()
    // After a pause of the whole process the past is not made up for.
    owed += (perSecond * Math.min(1_000, nowMs - lastMs)) / 1_000
    lastMs = nowMs
    while (owed >= 1) {
      const before = world.events.told()
      once()
      owed -= Math.max(1, world.events.told() - before)
    }
  }

  return {
    perSecond: () => perSecond,
    /** Events a second over the whole farm, on the average; 0 stops. */
    set(next: number) {
      perSecond = next
      owed = 0
      lastMs = world.clock()
      clearInterval(timer)
      timer = next > 0 ? setInterval(tick, tickMs) : undefined
    },
    /** So many acts at once. */
    burst(acts: number) {
      for (let done = 0; done < acts; done += 1) once()
    },
  }
}
export type Churn = ReturnType<typeof createChurn>
