// One act on a stack at a time, from before its plan to the end of its last operation, whoever acts: two plans made from the
// same state would undo each other.
import { AppError } from '@/server/errors'

/** Who else acts on containers of a stack, and what their refusals name. */
export type StackHolder = { moveId: string } | { recreates: string }
type Holder = StackHolder | null

/** `deploymentOf`: the id of the deployment of a stack that is under way. */
export const createOccupancy = (deploymentOf: (stack: string) => string | undefined) => {
  /** Null: a request is being planned and written down. */
  const taken = new Map<string, Holder>()

  const refuse = (stack: string): void => {
    const deploymentId = deploymentOf(stack)
    const holder = taken.get(stack)
    if (deploymentId === undefined && holder === undefined) return
    const what = !holder
      ? `A deployment of ${stack} is under way.`
      : 'moveId' in holder
        ? `Containers of ${stack} are being moved.`
        : `A container of ${stack} is being recreated.`
    const fix = 'Wait until it has ended, or cancel it.'
    throw new AppError('deployment_running', what, {
      details: { fix, ...holder, ...(deploymentId === undefined ? {} : { deploymentId }) },
    })
  }

  const hold = (stacks: readonly string[], holder: Holder): (() => void) => {
    for (const stack of stacks) refuse(stack)
    for (const stack of stacks) taken.set(stack, holder)
    return () => {
      for (const stack of stacks) taken.delete(stack)
    }
  }

  return {
    hold,
    during: async <T>(stack: string, act: () => Promise<T>): Promise<T> => {
      const release = hold([stack], null)
      try {
        return await act()
      } finally {
        release()
      }
    },
  }
}
