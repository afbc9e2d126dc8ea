// What can be done to a container in which state, in words. Pure: the menu, the bar and the dialog all ask here.
import type { Container, ContainerAction } from '@/lib/contract/containers'

type Words = {
  verb: string
  past: string
  isDanger: boolean
  /** What it means, for one and for several. */
  means: { one: string; many: string }
}

export const actWords: Record<ContainerAction, Words> = {
  start: {
    verb: 'Start',
    past: 'started',
    isDanger: false,
    means: { one: 'It begins with its stored settings.', many: 'They begin with their stored settings.' },
  },
  stop: {
    verb: 'Stop',
    past: 'stopped',
    isDanger: false,
    means: {
      one: 'It is asked to end, and killed after its grace period. Nothing is removed.',
      many: 'They are asked to end, and killed after their grace period. Nothing is removed.',
    },
  },
  restart: {
    verb: 'Restart',
    past: 'restarted',
    isDanger: false,
    means: {
      one: 'It stops and starts again; for that time it does not serve.',
      many: 'They stop and start again; for that time they do not serve.',
    },
  },
  kill: {
    verb: 'Kill',
    past: 'killed',
    isDanger: true,
    means: {
      one: 'It ends at once and cannot save anything first.',
      many: 'They end at once and cannot save anything first.',
    },
  },
  pause: {
    verb: 'Pause',
    past: 'paused',
    isDanger: false,
    means: {
      one: 'Its processes stand still; memory and connections stay.',
      many: 'Their processes stand still; memory and connections stay.',
    },
  },
  unpause: {
    verb: 'Unpause',
    past: 'unpaused',
    isDanger: false,
    means: { one: 'Its processes go on where they stood.', many: 'Their processes go on where they stood.' },
  },
  remove: {
    verb: 'Remove',
    past: 'removed',
    isDanger: true,
    means: {
      one: 'It is gone with everything written inside it. Named volumes stay.',
      many: 'They are gone with everything written inside them. Named volumes stay.',
    },
  },
}

const needs: Record<ContainerAction, readonly Container['state'][]> = {
  start: ['created', 'exited'],
  stop: ['running', 'paused', 'restarting'],
  restart: ['running', 'paused', 'exited', 'restarting'],
  kill: ['running', 'paused', 'restarting'],
  pause: ['running'],
  unpause: ['paused'],
  remove: ['created', 'running', 'paused', 'restarting', 'exited', 'dead'],
}

const stateWords: Record<Container['state'], string> = {
  created: 'was never started',
  running: 'runs already',
  paused: 'is paused',
  restarting: 'is restarting',
  removing: 'is being removed',
  exited: 'is stopped',
  dead: 'is dead',
}

/** Why this act leaves the container out; undefined: it does not. */
export function leftOutReason(container: Container, action: ContainerAction, force: boolean): string | undefined {
  if (!container.known) return `${container.hostName} does not answer`
  if (!needs[action].includes(container.state)) return stateWords[container.state]
  if (action === 'remove' && !force && isRunning(container)) return 'it runs, and force is not ticked'
  return undefined
}

export const isRunning = (container: Container): boolean =>
  container.state === 'running' || container.state === 'paused' || container.state === 'restarting'

/** What harms nobody or is undone by its opposite needs no question. */
export const actsAtOnce = (action: ContainerAction): boolean =>
  action === 'start' || action === 'pause' || action === 'unpause'

/** The acts that make sense for these containers, in the order of a menu. */
export function usefulActs(containers: Container[]): ContainerAction[] {
  const order: ContainerAction[] = ['start', 'restart', 'stop', 'pause', 'unpause', 'kill', 'remove']
  return order.filter((action) => containers.some((container) => leftOutReason(container, action, true) === undefined))
}
