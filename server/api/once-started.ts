// Stacks and moves whose changes wait until what a killed server left unfinished has been taken up again: before that nobody knows what
// is still under way. Reading waits for nothing.
import type { Moves } from '@/server/moves/types'
import type { Stacks } from '@/server/stacks/types'

const after =
  (started: Promise<void>) =>
  <A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    await started
    return act(...args)
  }

export const onceStarted = (stacks: Stacks, started: Promise<void>): Stacks => {
  const later = after(started)
  return {
    ...stacks,
    deploy: later(stacks.deploy),
    cancel: later(stacks.cancel),
    remove: later(stacks.remove),
    rollback: later(stacks.rollback),
    update: later(stacks.update),
    scale: later(stacks.scale),
  }
}

export const movesOnceStarted = (moves: Moves, started: Promise<void>): Moves => {
  const later = after(started)
  return {
    ...moves,
    begin: later(moves.begin),
    undo: later(moves.undo),
    cancel: later(moves.cancel),
    hold: later(moves.hold),
  }
}
