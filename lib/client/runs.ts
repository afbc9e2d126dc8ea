// Acts that outlive the page that began them, uploads and pulls: kept beside every page, read by components, and told of at
// their end to those who ask, with whether somebody was looking anyway.
import { useSyncExternalStore } from 'react'

type OnEnd<Run> = (run: Run, isWatched: boolean) => void

export type Runs<Run> = {
  find(id: number): Run | undefined
  begin(make: (id: number) => Run): number
  change(id: number, edit: (run: Run) => Run): void
  end(id: number): void
  forget(id: number): void
  /** Somebody looks at it. Gives what says that they look away. */
  watch(id: number): () => void
  onEnd(listener: OnEnd<Run>): () => void
  use(): readonly Run[]
}

/** `onChange` hears of every change, before and after. */
export function createRuns<Run extends { id: number }>(
  onChange: (before: readonly Run[], now: readonly Run[]) => void = () => {},
): Runs<Run> {
  let runs: readonly Run[] = []
  let nextId = 1
  const listeners = new Set<() => void>()
  const endListeners = new Set<OnEnd<Run>>()
  const watched = new Set<number>()
  const none: readonly Run[] = []

  const publish = (next: readonly Run[]) => {
    const before = runs
    runs = next
    onChange(before, next)
    for (const listener of listeners) listener()
  }
  const find = (id: number) => runs.find((run) => run.id === id)
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return {
    find,
    begin: (make) => {
      const id = nextId++
      publish([...runs, make(id)])
      return id
    },
    change: (id, edit) => publish(runs.map((run) => (run.id === id ? edit(run) : run))),
    end: (id) => {
      const run = find(id)
      if (run) for (const listener of endListeners) listener(run, watched.has(id))
    },
    forget: (id) => publish(runs.filter((run) => run.id !== id)),
    watch: (id) => {
      watched.add(id)
      return () => void watched.delete(id)
    },
    onEnd: (listener) => {
      endListeners.add(listener)
      return () => void endListeners.delete(listener)
    },
    use: () =>
      useSyncExternalStore(
        subscribe,
        () => runs,
        () => none,
      ),
  }
}
