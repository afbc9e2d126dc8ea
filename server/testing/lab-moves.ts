// Moves over a lab of three engines, the first of them a manager of Swarm mode, with a server that a test may kill at any step.
import { afterAll, beforeAll } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import { type Move, type MoveRequest, moveRequest } from '@/lib/contract/moves'
import { createActivity } from '@/server/activity/activity'
import type { StepPerformer } from '@/server/moves/act'
import { createMoves } from '@/server/moves/moves'
import { performers as allPerformers } from '@/server/moves/perform'
import { isOver, type Moves } from '@/server/moves/types'
import { silentLog as log } from './host-store'
import { type LabStacks, openLabStacks } from './lab-stacks'

export const moveOf = (containers: string[], host: string, consents: MoveRequest['consents'] = []) =>
  moveRequest.parse({ containers, host, consents })

/** One lab for all tests of a file. */
export function labMoves() {
  let lab: Lab
  let open: LabStacks
  let moves: Moves
  const seen = new Map<string, Move>()
  const wakers = new Set<() => void>()

  const start = async (performers = allPerformers) => {
    const { db, cluster, stacks, registries } = open
    const activity = createActivity(db)
    moves = createMoves({ db, cluster, stacks, registries, activity, log, strategy: 'spread', performers })
    moves.subscribe((move) => {
      seen.set(move.id, move)
      for (const wake of wakers) wake()
    })
    await moves.start()
  }

  beforeAll(async () => {
    lab = await startLab({ hosts: 3, registry: false })
    await lab.swarm(1)
    open = await openLabStacks(lab)
    await start()
  })
  afterAll(async () => {
    await moves?.stop()
    await open?.close()
    await lab?.down()
  })

  /** Each step is done on the engines, and the server is gone before it has written that down: the next one does it again. */
  const startKilledAtEachStep = async (killed: string[]) => {
    const kill = async () => {
      await moves.stop()
      await startKilledAtEachStep(killed)
    }
    const killing = Object.entries(allPerformers).map(([kind, perform]): [string, StepPerformer] => [
      kind,
      async (act) => {
        const detail = await perform(act)
        if (killed.includes(act.step.id)) return detail
        killed.push(act.step.id)
        void kill()
        return detail
      },
    ])
    await start(Object.fromEntries(killing) as typeof allPerformers)
  }

  const until = (id: string, condition: (move: Move) => boolean): Promise<Move> =>
    new Promise((resolve) => {
      const look = () => {
        const move = seen.get(id)
        if (move === undefined || !condition(move)) return
        wakers.delete(look)
        resolve(move)
      }
      wakers.add(look)
      look()
    })
  const ended = (id: string) => until(id, isOver)
  const at = (name: string) => open.cluster.container(name)?.hostName ?? ''

  return {
    get lab() {
      return lab
    },
    get open() {
      return open
    },
    /** Those of the server that was started last. */
    get moves() {
      return moves
    },
    start,
    startKilledAtEachStep,
    until,
    ended,
    moved: async (...asked: Parameters<typeof moveOf>) => ended((await moves.begin(moveOf(...asked), 'ada')).id),
    takenBack: async (id: string) => ended((await moves.undo(id, [], 'ada')).id),
    docker: (...asked: Parameters<Lab['docker']>) => lab.docker(...asked),
    at,
    inside: async (name: string, ...command: string[]) =>
      (await lab.docker(at(name), 'exec', name, ...command)).stdout.trim(),
    running: async (host: string) => (await lab.docker(host, 'ps', '--format', '{{.Names}}')).stdout.split('\n'),
  }
}
