// Turns what is pushed into what can be iterated. For short sequences only: nothing holds the pusher back.

export type Queue<T> = {
  push(value: T): void
  end(): void
  fail(error: unknown): void
  values(): AsyncGenerator<T>
}

export const createQueue = <T>(): Queue<T> => {
  const waiting: T[] = []
  let state: { isOpen: true } | { isOpen: false; error?: unknown } = { isOpen: true }
  let wake = () => {}
  const close = (next: typeof state) => {
    if (state.isOpen) state = next
    wake()
  }
  return {
    push: (value) => {
      if (state.isOpen) waiting.push(value)
      wake()
    },
    end: () => close({ isOpen: false }),
    fail: (error) => close({ isOpen: false, error }),
    async *values() {
      for (;;) {
        const next = waiting.shift()
        if (next !== undefined) yield next
        else if (state.isOpen) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        } else if ('error' in state) throw state.error
        else return
      }
    },
  }
}
