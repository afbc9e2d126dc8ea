// Carries a move of the world of move-world.ts through to its end, through whatever trouble is asked for.
import { resumable } from '@/server/moves/move-store'
import { runMove } from '@/server/moves/run-move'
import type { MoveRecord } from '@/server/moves/types'
import { noRegistries } from '@/server/registries/types'
import type { setScene } from './move-scenes'
import type { Trouble } from './move-world'

export type Setting = ReturnType<typeof setScene>

/** Runs to the end; a kill leaves what was written down by then, and another server goes on with it. */
export const runThrough = async ({ world, record }: Setting, troubles: readonly Trouble[], isCancelled = false) => {
  let journal = JSON.stringify(record)
  let kills = 0
  const server = async (from: MoveRecord): Promise<MoveRecord> => {
    const run = runMove({
      cluster: world.cluster,
      registries: noRegistries,
      record: from,
      save: async () => {
        journal = JSON.stringify(from)
      },
      changed: () => undefined,
      now: () => new Date(),
    })
    world.strike(kills === 0 ? troubles : [], () => {
      kills++
      run.abandon()
    })
    if (troubles.some(({ how }) => how === 'away')) {
      const timer = setInterval(() => world.heal(), 5)
      await run.finished.finally(() => clearInterval(timer))
      return from
    }
    if ((await run.finished) === 'ended') return from
    const kept = JSON.parse(journal) as MoveRecord
    if (isCancelled) kept.state = 'cancelling'
    return server({ ...kept, steps: kept.steps.map(resumable) })
  }
  const ended = await server(record)
  return { ended, kills }
}

/** Begun, and left alone as soon as one of its steps waits as is asked for. */
export async function runUntilStep({ world, record }: Setting, waits: (step: MoveRecord['steps'][number]) => boolean) {
  let isThere = () => {}
  const waiting = new Promise<void>((resolve) => {
    isThere = resolve
  })
  const run = runMove({
    cluster: world.cluster,
    registries: noRegistries,
    record,
    save: async () => undefined,
    changed: () => {
      if (record.steps.some(waits)) isThere()
    },
    now: () => new Date(),
  })
  await waiting
  return run
}
