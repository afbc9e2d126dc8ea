// How a problem of a move is written down where it is found; whose it is, is added at the end. Pure.
import type { Container } from '@/lib/contract/containers'
import type { MoveConsent, MoveProblem } from '@/lib/contract/moves'

export type Problem = Omit<MoveProblem, 'containerId'>

export const refused = (code: string, message: string, fix?: string): Problem => ({
  code,
  message,
  consent: null,
  ...(fix === undefined ? {} : { fix }),
})
/** Nothing stands against it when all of these come along. */
export const together = (problem: Problem, along: readonly Container[]): Problem => ({
  ...problem,
  ...(along.length > 0 ? { along: along.map(({ id, name }) => ({ id, name })) } : {}),
})
export const asked = (code: string, consent: MoveConsent, message: string, fix?: string): Problem => ({
  ...refused(code, message, fix),
  consent,
})
