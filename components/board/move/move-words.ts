// A move in short, for the frame and for lists: how it is, what is moved, how far it is.
import { containerTitle } from '@/components/ui/container-name'
import type { StateKind } from '@/lib/client/state-words'
import type { Move } from '@/lib/contract/moves'

export const moveKinds: Record<Move['state'], StateKind> = {
  running: 'busy',
  cancelling: 'warn',
  succeeded: 'ok',
  failed: 'fail',
  cancelled: 'warn',
}

export const isUnderWay = ({ state }: Pick<Move, 'state'>): boolean => state === 'running' || state === 'cancelling'

export const moveTitle = ({ containers }: Pick<Move, 'containers'>): string => {
  const [first, ...others] = containers
  if (!first) return ''
  return others.length === 0 ? containerTitle(first) : `${containerTitle(first)} +${others.length}`
}

export const doneSteps = ({ steps }: Pick<Move, 'steps'>): number =>
  steps.filter(({ state }) => state === 'done').length
