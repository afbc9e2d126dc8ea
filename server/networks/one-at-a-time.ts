// A queue of one: acts that read, decide and write must not see each other's half-done state.
export const createQueue = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(act: () => Promise<T>): Promise<T> => {
    const run = last.then(act, act)
    last = run.catch(() => undefined)
    return run
  }
}
export type Queue = ReturnType<typeof createQueue>
