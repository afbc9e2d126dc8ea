// Stacks whose changes wait until what a killed server left unfinished has been taken up again: before that nobody knows what
// is still under way. Reading waits for nothing.
import type { Stacks } from '@/server/stacks/types'

export const onceStarted = (stacks: Stacks, started: Promise<void>): Stacks => {
  const after =
    <A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await started
      return act(...args)
    }
  return {
    ...stacks,
    deploy: after(stacks.deploy),
    cancel: after(stacks.cancel),
    remove: after(stacks.remove),
    rollback: after(stacks.rollback),
    scale: after(stacks.scale),
  }
}
