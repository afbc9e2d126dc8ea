// A container's life after it was made: every change is true from then on in all answers, and is told by the same events
// in the same order as on a real engine.
import { forgetUnused, goOff, goOn, takePorts } from './attach'
import { commandOf, isUp } from './container-json'
import { programOf } from './program'
import { Refusal } from './refusal'
import type { FarmContainer, FarmHost } from './types'
import { type FarmWorld, tellContainer } from './world'

type Act = (world: FarmWorld, host: FarmHost, container: FarmContainer) => void

const signals: Record<string, number> = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, USR2: 12, TERM: 15 }
/** Docker's longest pause between two tries is a minute. */
const firstPauseMs = 100
const longestPauseMs = 60_000
/** A first health check comes after its interval; nobody wants to wait half a minute for a made-up one. */
const longestCheckMs = 2_000

const later = (world: FarmWorld, container: FarmContainer, what: string, ms: number, act: () => void): void => {
  const key = `${what} ${container.id}`
  clearTimeout(world.timers.get(key))
  const timer = setTimeout(() => {
    world.timers.delete(key)
    act()
  }, ms)
  world.timers.set(key, timer)
}
const forget = (world: FarmWorld, container: FarmContainer): void => {
  for (const what of ['end', 'start', 'health']) {
    const key = `${what} ${container.id}`
    clearTimeout(world.timers.get(key))
    world.timers.delete(key)
  }
}

export const setHealth = (
  world: FarmWorld,
  host: FarmHost,
  container: FarmContainer,
  health: 'healthy' | 'unhealthy',
): void => {
  container.health = health
  tellContainer(world, host, container, `health_status: ${health}`)
}

/** Comes up, or throws and stays down with the error that inspect then shows. */
const comeUp: Act = (world, host, container) => {
  try {
    container.ports = takePorts(host, container)
  } catch (error) {
    container.error = error instanceof Error ? error.message : String(error)
    container.exitCode = 128
    throw error
  }
  const program = programOf(commandOf(container))
  const nowMs = world.clock()
  container.startedMs = nowMs
  container.status = 'running'
  container.exitCode = 0
  container.error = ''
  container.oomKilled = false
  container.pid = 1_000 + (world.serial() % 4_000_000)
  if (program.lastsMs !== null) {
    container.lines ??= []
    container.lines.push(...program.output.map((text) => ({ atMs: nowMs, stream: 1 as const, text })))
  }
  goOn(world, host, container)
  for (const { type, name } of container.mounts) {
    if (type === 'volume' && name)
      world.events.emit(host, 'volume', 'mount', name, { container: container.id, driver: 'local' })
  }
  tellContainer(world, host, container, 'start')
  const check = container.spec.config.Healthcheck
  container.health = check?.Test && check.Test[0] !== 'NONE' ? 'starting' : ''
  if (container.health !== '') {
    const isFailing = check?.Test?.at(-1) === 'false' || check?.Test?.at(-1) === 'exit 1'
    const ms = Math.min(longestCheckMs, (check?.Interval ?? 30e9) / 1e6)
    later(world, container, 'health', ms, () => setHealth(world, host, container, isFailing ? 'unhealthy' : 'healthy'))
  }
  const { lastsMs } = program
  if (lastsMs !== null) later(world, container, 'end', lastsMs, () => end(world, host, container, program.exitCode))
}

/** Its program has ended, whoever willed it. Its restart policy says what comes next. */
export function end(world: FarmWorld, host: FarmHost, container: FarmContainer, exitCode: number): void {
  if (!isUp(container)) return
  forget(world, container)
  const lastedMs = world.clock() - container.startedMs
  container.finishedMs = world.clock()
  container.exitCode = exitCode
  container.pid = 0
  container.ports = {}
  container.status = 'exited'
  if (container.health !== '') container.health = 'unhealthy'
  goOff(world, host, container)
  for (const { type, name } of container.mounts) {
    if (type === 'volume' && name)
      world.events.emit(host, 'volume', 'unmount', name, { container: container.id, driver: 'local' })
  }
  const willReturn = comesBack(container)
  if (willReturn) container.status = 'restarting'
  tellContainer(world, host, container, 'die', {
    execDuration: String(Math.floor(lastedMs / 1000)),
    exitCode: String(exitCode),
  })
  if (!willReturn) {
    wake(world, container, false)
    if (container.spec.hostConfig.AutoRemove === true) take(world, host, container)
    return
  }
  if (lastedMs > 10_000) container.restartCount = 0
  const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** container.restartCount)
  container.restartCount += 1
  later(world, container, 'start', pauseMs, () => {
    try {
      comeUp(world, host, container)
    } catch {
      container.status = 'exited'
    }
  })
}

function comesBack({ spec, stoppedByHand, exitCode, restartCount }: FarmContainer): boolean {
  const { Name, MaximumRetryCount = 0 } = spec.hostConfig.RestartPolicy ?? {}
  if (stoppedByHand) return false
  if (Name === 'always' || Name === 'unless-stopped') return true
  return Name === 'on-failure' && exitCode !== 0 && (MaximumRetryCount === 0 || restartCount < MaximumRetryCount)
}

const wake = (world: FarmWorld, container: FarmContainer, isGone: boolean): void => {
  const waiting = world.waiters.get(container.id)
  world.waiters.delete(container.id)
  for (const waiter of waiting ?? []) waiter(container.exitCode, isGone)
}

export const start: Act = (world, host, container) => {
  if (container.status === 'paused') throw new Refusal(409, 'cannot start a paused container, try unpause instead')
  if (container.status === 'running' || container.status === 'restarting') throw new Refusal(304, '')
  container.stoppedByHand = false
  container.restartCount = 0
  comeUp(world, host, container)
}

const stopNow: Act = (world, host, container) => {
  container.stoppedByHand = true
  if (container.status === 'restarting') {
    forget(world, container)
    container.status = 'exited'
    wake(world, container, false)
    return
  }
  tellContainer(world, host, container, 'kill', { signal: '15' })
  end(world, host, container, 143)
}

export const stop: Act = (world, host, container) => {
  if (!isUp(container) && container.status !== 'restarting') throw new Refusal(304, '')
  stopNow(world, host, container)
  tellContainer(world, host, container, 'stop')
}

export const restart: Act = (world, host, container) => {
  if (isUp(container) || container.status === 'restarting') {
    stopNow(world, host, container)
    tellContainer(world, host, container, 'stop')
  }
  container.stoppedByHand = false
  comeUp(world, host, container)
  tellContainer(world, host, container, 'restart')
}

export function kill(world: FarmWorld, host: FarmHost, container: FarmContainer, given: string): void {
  const name = given.toUpperCase().replace(/^SIG/, '')
  const signal = /^\d+$/.test(name) ? Number(name) : signals[name]
  if (signal === undefined || signal < 1 || signal > 64) throw new Refusal(400, `Invalid signal: ${given}`)
  if (!isUp(container)) {
    throw new Refusal(409, `cannot kill container: ${container.name}: container ${container.id} is not running`)
  }
  tellContainer(world, host, container, 'kill', { signal: String(signal) })
  if (![2, 3, 9, 15].includes(signal)) return
  container.stoppedByHand = true
  end(world, host, container, 128 + signal)
}

export const pause: Act = (world, host, container) => {
  if (container.status === 'paused') throw new Refusal(409, `Container ${container.id} is already paused`)
  if (container.status !== 'running') throw new Refusal(409, `container ${container.id} is not running`)
  container.status = 'paused'
  tellContainer(world, host, container, 'pause')
}

export const unpause: Act = (world, host, container) => {
  if (container.status !== 'paused') throw new Refusal(500, `Container ${container.id} is not paused`)
  container.status = 'running'
  tellContainer(world, host, container, 'unpause')
}

const take: Act = (world, host, container) => {
  forget(world, container)
  host.containers.delete(container.id)
  if (host.byName.get(container.name) === container) host.byName.delete(container.name)
  for (const { network } of container.endpoints) forgetUnused(host, network)
  tellContainer(world, host, container, 'destroy')
  wake(world, container, true)
}

export function remove(
  world: FarmWorld,
  host: FarmHost,
  container: FarmContainer,
  { force, volumes }: { force: boolean; volumes: boolean },
): void {
  if (isUp(container) || container.status === 'restarting') {
    if (!force) {
      const [is, fix] = container.status === 'paused' ? ['paused', 'unpause and then '] : [container.status, '']
      throw new Refusal(
        409,
        `cannot remove container "/${container.name}": container is ${is}: ${fix}stop the container before removing or force remove`,
      )
    }
    container.stoppedByHand = true
    if (isUp(container)) {
      tellContainer(world, host, container, 'kill', { signal: '9' })
      end(world, host, container, 137)
    }
  }
  if (host.containers.has(container.id)) take(world, host, container)
  if (!volumes) return
  for (const { name } of container.mounts) {
    if (name && /^[0-9a-f]{64}$/.test(name) && host.volumes.delete(name)) {
      world.events.emit(host, 'volume', 'destroy', name, { driver: 'local' })
    }
  }
}

export function rename(world: FarmWorld, host: FarmHost, container: FarmContainer, to: string): void {
  const name = to.replace(/^\//, '')
  if (name === '') throw new Refusal(400, 'Neither old nor new names may be empty')
  const holder = host.byName.get(name)
  if (holder) {
    throw new Refusal(
      409,
      `Conflict. The container name "/${name}" is already in use by container "${holder.id}". You have to remove (or rename) that container to be able to reuse that name.`,
    )
  }
  const oldName = `/${container.name}`
  host.byName.delete(container.name)
  host.byName.set(name, container)
  container.name = name
  tellContainer(world, host, container, 'rename', { oldName })
}
