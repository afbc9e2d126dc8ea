// The state of a replica in words: a stack knows less of it than its own page, so there is no exit code to tell.
import type { stateTexts } from '@/lib/texts/states'

/** `state` is the engine's own name of it; one that is new to us stands as it is. */
export function replicaWords(state: string, t: (typeof stateTexts)['en']['container']): string {
  const { running, paused, restarting, removing, created, dead, ended } = t
  const words: Record<string, string> = { running, paused, restarting, removing, created, dead, exited: ended }
  return words[state] ?? state
}
