// Plans are made beside each other and written down one after the other: what another has taken meanwhile is found out by
// planning again, not by an engine that refuses a port, and no host that answers slowly holds up the others.

/** Makes a plan and writes it down. `write` ends when all who plan from then on count it. */
export type InTurn = <P, R>(plan: () => Promise<P>, write: (planned: P) => Promise<R>) => Promise<R>

export const createTurns = (): InTurn => {
  let begun = 0
  let last: Promise<unknown> = Promise.resolve()
  return async (plan, write) => {
    for (;;) {
      await last
      const seen = begun
      const planned = await plan()
      if (seen !== begun) continue
      begun++
      const writing = write(planned)
      last = writing.catch(() => undefined)
      return writing
    }
  }
}
