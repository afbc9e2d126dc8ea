// States as a mark and words. One place, so that a list, a page head and a matrix never say different things of one state.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Stack } from '@/lib/contract/stacks'
import { duration, roughly } from './format'

export type StateKind = 'ok' | 'busy' | 'warn' | 'fail' | 'idle' | 'pause' | 'stale' | 'drain'
export type StateWords = { kind: StateKind; words: string }

type ContainerFacts = Pick<Container, 'state' | 'health' | 'exitCode' | 'oomKilled' | 'known'>

/** 0 is success, 130, 137 and 143 are what interrupt, kill and stop leave behind: ended, not broken. */
const endedOnRequest = new Set([0, 130, 137, 143])

function liveContainer(container: ContainerFacts): StateWords {
  switch (container.state) {
    case 'running':
      if (container.health === 'unhealthy') return { kind: 'warn', words: 'unhealthy' }
      if (container.health === 'starting') return { kind: 'busy', words: 'starting' }
      return { kind: 'ok', words: container.health === 'healthy' ? 'healthy' : 'running' }
    case 'paused':
      return { kind: 'pause', words: 'paused' }
    case 'restarting':
      return { kind: 'busy', words: container.exitCode ? `restarting after exit ${container.exitCode}` : 'restarting' }
    case 'removing':
      return { kind: 'busy', words: 'being removed' }
    case 'created':
      return { kind: 'idle', words: 'created, not started' }
    case 'dead':
      return { kind: 'fail', words: 'dead: the engine could not remove it' }
    case 'exited': {
      const code = container.exitCode ?? 0
      if (container.oomKilled) return { kind: 'fail', words: `exited ${code}, out of memory` }
      return { kind: endedOnRequest.has(code) ? 'idle' : 'fail', words: `exited ${code}` }
    }
  }
}

/** `lastSeenAt` is the host's; an unknown container is described by what was last seen, never as live. */
export function containerWords(container: ContainerFacts, nowMs: number, lastSeenAt?: string | null): StateWords {
  const live = liveContainer(container)
  if (container.known) return live
  const age = lastSeenAt ? ` ${roughly(nowMs - Date.parse(lastSeenAt))} ago` : ''
  return { kind: 'stale', words: `last seen ${live.words}${age}` }
}

export function hostWords(
  host: Pick<Host, 'state' | 'availability' | 'stateSince' | 'lastSeenAt'>,
  nowMs: number,
): StateWords {
  const since = duration(nowMs - Date.parse(host.stateSince))
  switch (host.state) {
    case 'unreachable':
      return { kind: 'fail', words: `unreachable ${since}` }
    case 'suspect':
      return { kind: 'warn', words: `suspect ${since}` }
    case 'pending':
      return { kind: 'busy', words: host.lastSeenAt ? 'connecting again' : 'not connected yet' }
    case 'healthy':
      if (host.availability === 'drain') return { kind: 'drain', words: 'draining' }
      if (host.availability === 'paused') return { kind: 'pause', words: 'paused' }
      return { kind: 'ok', words: 'healthy' }
  }
}

/** Answers now: only then are its numbers drawn as live. */
export const hostAnswers = (host: Pick<Host, 'state'>): boolean => host.state === 'healthy' || host.state === 'suspect'

const stackKinds: Record<Stack['state'], StateKind> = {
  running: 'ok',
  degraded: 'warn',
  down: 'fail',
  deploying: 'busy',
  removing: 'busy',
  failed: 'fail',
  empty: 'idle',
}
export const stackWords = (stack: Pick<Stack, 'state'>): StateWords => ({
  kind: stackKinds[stack.state],
  words: stack.state,
})
