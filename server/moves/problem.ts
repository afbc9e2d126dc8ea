// How a problem of a move is written down where it is found; whose it is, is added at the end. Pure.
import type { MoveConsent, MoveProblem } from '@/lib/contract/moves'

export type Problem = Omit<MoveProblem, 'containerId'>

export const refused = (code: string, message: string, fix?: string): Problem => ({
  code,
  message,
  consent: null,
  ...(fix === undefined ? {} : { fix }),
})
export const asked = (code: string, consent: MoveConsent, message: string, fix?: string): Problem => ({
  ...refused(code, message, fix),
  consent,
})
