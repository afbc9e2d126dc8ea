// States as a mark and words. One place, so that a list, a page head and a matrix never say different things of one state.
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { Stack } from '@/lib/contract/stacks'
import { stackSentence } from '@/lib/stack-sentence'
import type { Language } from '@/lib/texts/catalogue'
import { stateTexts } from '@/lib/texts/states'
import { duration, roughly } from './format'
import { languageNow } from './language'
import { said } from './said'

export type StateKind = 'ok' | 'busy' | 'warn' | 'fail' | 'idle' | 'pause' | 'stale' | 'drain'
export type StateWords = { kind: StateKind; words: string }

type ContainerFacts = Pick<Container, 'state' | 'health' | 'exitCode' | 'oomKilled' | 'known'>

/** 0 is success, 130, 137 and 143 are what interrupt, kill and stop leave behind: ended, not broken. */
const endedOnRequest = new Set([0, 130, 137, 143])

function liveContainer(container: ContainerFacts, t: (typeof stateTexts)['en']['container']): StateWords {
  switch (container.state) {
    case 'running':
      if (container.health === 'unhealthy') return { kind: 'warn', words: t.unhealthy }
      if (container.health === 'starting') return { kind: 'busy', words: t.starting }
      return { kind: 'ok', words: container.health === 'healthy' ? t.healthy : t.running }
    case 'paused':
      return { kind: 'pause', words: t.paused }
    case 'restarting':
      return { kind: 'busy', words: container.exitCode ? t.restartingAfter(container.exitCode) : t.restarting }
    case 'removing':
      return { kind: 'busy', words: t.removing }
    case 'created':
      return { kind: 'idle', words: t.created }
    case 'dead':
      return { kind: 'fail', words: t.dead }
    case 'exited': {
      const code = container.exitCode
      if (code === null) return { kind: 'idle', words: t.ended }
      if (container.oomKilled) return { kind: 'fail', words: t.outOfMemory(code) }
      return { kind: endedOnRequest.has(code) ? 'idle' : 'fail', words: t.exited(code) }
    }
  }
}

/** `lastSeenAt` is the host's; an unknown container is described by what was last seen, never as live. */
export function containerWords(
  container: ContainerFacts,
  nowMs: number,
  lastSeenAt?: string | null,
  language: Language = languageNow(),
): StateWords {
  const t = stateTexts[language].container
  const live = liveContainer(container, t)
  if (container.known) return live
  return {
    kind: 'stale',
    words: lastSeenAt
      ? t.lastSeenAgo(live.words, roughly(nowMs - Date.parse(lastSeenAt), language))
      : t.lastSeen(live.words),
  }
}

export function hostWords(
  host: Pick<Host, 'state' | 'availability' | 'stateSince' | 'lastSeenAt'>,
  nowMs: number,
  language: Language = languageNow(),
): StateWords {
  const t = stateTexts[language].host
  const since = duration(nowMs - Date.parse(host.stateSince), language)
  switch (host.state) {
    case 'unreachable':
      return { kind: 'fail', words: t.unreachable(since) }
    case 'suspect':
      return { kind: 'warn', words: t.suspect(since) }
    case 'pending':
      return { kind: 'busy', words: host.lastSeenAt ? t.again : t.never }
    case 'healthy':
      if (host.availability === 'drain') return { kind: 'drain', words: t.draining }
      if (host.availability === 'paused') return { kind: 'pause', words: t.paused }
      return { kind: 'ok', words: t.healthy }
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
export const stackWords = (stack: Pick<Stack, 'state'>, language: Language = languageNow()): StateWords => ({
  kind: stackKinds[stack.state],
  words: stateTexts[language].stack[stack.state],
})

/** What runs and what is wrong, as a sentence. */
export const stackStatement = (stack: Pick<Stack, 'report'>, language: Language = languageNow()): string =>
  stackSentence(stack.report, language, (text) => said(text, language))
