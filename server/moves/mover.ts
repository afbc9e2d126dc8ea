// Carries moves through: begins them, follows them, closes them, and takes up after a kill or a failing disk what the
// journal says is unfinished.
import type { Container } from '@/lib/contract/containers'
import type { Move, MovedContainer } from '@/lib/contract/moves'
import type { Activity } from '@/server/activity/activity'
import type { Cluster } from '@/server/cluster/types'
import { AppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import type { RegistryAccess } from '@/server/registries/types'
import { hostsReady } from '@/server/stacks/hosts-ready'
import type { StackHolder } from '@/server/stacks/occupancy'
import type { Stacks } from '@/server/stacks/types'
import type { MoveStore } from './move-store'
import { endState, movedMessage, moveError, moveTarget } from './outcome'
import { type MoveRun, type RunInput, runMove } from './run-move'
import { hasEnded, isOver, type MoveRecord, moveOf } from './types'
import { whenShown } from './when-shown'

export type MoverDeps = {
  cluster: Cluster
  stacks: Stacks
  registries: RegistryAccess
  store: MoveStore
  activity: Activity
  log: Log
  now: () => Date
  tell(move: Move): void
  /** For tests. */
  performers?: RunInput['performers']
}

type UnderWay = {
  record: MoveRecord
  run: MoveRun | null
  /** Its outcome is known and being written down: it cannot be cancelled any more. */
  isClosing: boolean
  release(): void
  timer: NodeJS.Timeout | null
}

const tellMs = 200
const retryMs = 3_000
const hostPatienceMs = 30_000

export const createMover = (deps: MoverDeps) => {
  const { cluster, stacks, store, log, now } = deps
  const underWay = new Map<string, UnderWay>()
  const taken = new Map<string, StackHolder>()
  const retries = new Set<NodeJS.Timeout>()
  /** Taken up from the journal, and not gone on with yet. */
  const claimed = new Set<UnderWay>()
  let isStopped = false

  const shapeOf = (record: MoveRecord): Move => moveOf(record, (id) => cluster.container(id)?.id === id)

  const changed = (entry: UnderWay): void => {
    entry.timer ??= setTimeout(() => {
      entry.timer = null
      deps.tell(shapeOf(entry.record))
    }, tellMs)
  }
  const hush = (entry: UnderWay): void => {
    if (entry.timer !== null) clearTimeout(entry.timer)
    entry.timer = null
  }

  /** "Why here" says of a moved container who moved it, and that its rules hold there. */
  const keepDecisions = async ({ id, startedBy, containers }: MoveRecord): Promise<void> => {
    for (const { containerId, stack, service, number, hostId, explanation } of await store.decisions(id)) {
      const moved = containers.find((container) => container.id === containerId)
      if (moved?.state !== 'moved') continue
      const summary = `${startedBy} moved it here from ${moved.fromHostName}. ${explanation.summary}`
      await stacks.decided(stack, [{ service, number, hostId, explanation: { ...explanation, summary } }])
    }
  }

  /** Another try is open when nothing went back. */
  const settleUndone = async ({ undoes, containers }: MoveRecord): Promise<void> => {
    const undone = undoes === null ? null : await store.find(undoes)
    if (undone === null || containers.some(({ state }) => state === 'moved')) return
    undone.undoneBy = null
    await store.save(undone)
    deps.tell(shapeOf(undone))
  }

  const close = async (entry: UnderWay): Promise<void> => {
    const { record } = entry
    entry.isClosing = true
    await whenShown(cluster, record)
    await keepDecisions(record)
    await settleUndone(record)
    record.state = endState(record)
    record.error = moveError(record)
    record.finishedAt = now().toISOString()
    // Last: killed before that, it is taken up again, finds nothing left to do, and ends the same way.
    await store.finish(record)
    underWay.delete(record.id)
    entry.release()
    hush(entry)
    const move = shapeOf(record)
    deps.tell(move)
    await deps.activity.record({
      actor: record.startedBy,
      action: record.undoes === null ? 'container.move' : 'container.move-back',
      target: moveTarget(record.containers),
      result: record.state === 'succeeded' ? 'ok' : 'failed',
      message: record.error ?? movedMessage(record),
      durationMs: Date.parse(record.finishedAt) - Date.parse(record.startedAt),
      details: { moveId: record.id, undoes: record.undoes, canUndo: move.canUndo },
    })
  }

  const follow = async (entry: UnderWay, ready: Promise<void> | undefined): Promise<void> => {
    const { record } = entry
    try {
      await ready
      if (isStopped) return
      entry.run = runMove({
        cluster,
        registries: deps.registries,
        record,
        save: () => store.save(record),
        changed: () => changed(entry),
        now,
        ...(deps.performers === undefined ? {} : { performers: deps.performers }),
      })
      if ((await entry.run.finished) === 'ended') await close(entry)
    } catch (error) {
      log.error({ err: error, move: record.id }, 'a move cannot be written down; it is taken up again')
      record.error = `Waiting to go on: ${messageOf(error)}`
      changed(entry)
      retryLater(entry)
    }
  }

  /** The journal is the truth: once it can be read again, everything else is taken from there. */
  const retryLater = (entry: UnderWay): void => {
    if (isStopped) return
    const { id } = entry.record
    const timer = setTimeout(() => {
      retries.delete(timer)
      store
        .open()
        .then((records) => {
          const found = records.find((record) => record.id === id)
          hush(entry)
          underWay.delete(id)
          if (found) resume(enter(found, entry.release))
          else entry.release()
        })
        .catch((error: unknown) => {
          log.warn({ err: error, move: id }, 'the journal cannot be read yet')
          retryLater(entry)
        })
    }, retryMs)
    retries.add(timer)
  }

  const enter = (record: MoveRecord, release: () => void): UnderWay => {
    const entry: UnderWay = { record, run: null, isClosing: false, release, timer: null }
    underWay.set(record.id, entry)
    deps.tell(shapeOf(record))
    return entry
  }

  const resume = (entry: UnderWay): void => {
    const { record } = entry
    const hostIds = record.steps.filter((step) => !hasEnded(step)).map(({ hostId }) => hostId)
    void follow(entry, hostsReady(cluster, [...new Set(hostIds)], hostPatienceMs))
    log.info({ move: record.id }, 'going on with an unfinished move')
  }

  const refuse = (name: string, holder: StackHolder): never => {
    const [what, fix] =
      'moveId' in holder
        ? ['moved', 'Wait until it has ended, or cancel it.']
        : ['recreated', 'Wait until that has ended; Activity tells.']
    throw new AppError('conflict', `${name} is being ${what} already.`, { details: { fix, ...holder } })
  }

  /** Keeps other acts away from these containers, and deploys from their stacks. Throws conflict, deployment_running. */
  const hold = (
    holder: StackHolder,
    containers: readonly Pick<MovedContainer, 'id' | 'name' | 'stack'>[],
  ): (() => void) => {
    const fresh = [...underWay.values()].flatMap(({ record }) =>
      record.containers.map(({ newId }): [string | null, StackHolder] => [newId, { moveId: record.id }]),
    )
    const busy = new Map<string | null, StackHolder>([...taken, ...fresh])
    for (const { id, name } of containers) {
      const other = busy.get(id)
      if (other !== undefined) refuse(name, other)
    }
    const release = stacks.hold([...new Set(containers.flatMap(({ stack }) => stack ?? []))], holder)
    for (const { id } of containers) taken.set(id, holder)
    return () => {
      release()
      for (const { id } of containers) taken.delete(id)
    }
  }

  /** In a move of many, those that have arrived or stayed may be acted on again. */
  const requireFree = ({ id, name }: Pick<MovedContainer, 'id' | 'name'>): void => {
    const holder = taken.get(id)
    if (holder !== undefined && 'recreates' in holder) refuse(name, holder)
    for (const { record } of underWay.values()) {
      const isOn = record.containers.some(
        (container) =>
          (container.id === id || container.newId === id) &&
          (container.state === 'waiting' || container.state === 'moving'),
      )
      if (isOn) refuse(name, { moveId: record.id })
    }
  }

  /** What was under way goes on whatever else there is: nobody else would bring it to its end. */
  const holdAnyway = (record: MoveRecord): (() => void) => {
    try {
      return hold({ moveId: record.id }, record.containers)
    } catch (error) {
      log.warn({ err: error, move: record.id }, 'an unfinished move goes on beside other acts on its stack')
      return () => {}
    }
  }

  return {
    shapeOf,
    hold,
    requireFree,
    isRecreated: (id: string): boolean => 'recreates' in (taken.get(id) ?? {}),
    begin: (record: MoveRecord, release: () => void): Move => {
      void follow(enter(record, release), undefined)
      return shapeOf(record)
    },
    underWay: (): MoveRecord[] => [...underWay.values()].map(({ record }) => record),
    /** Containers that are on their way, as they will be on their target: not there yet, they count there already. */
    coming: (): Container[] =>
      [...underWay.values()].flatMap(({ record }) =>
        record.containers.flatMap(({ id, state, newId, toHostId, toHostName }): Container[] => {
          const container = cluster.container(id)
          const isOnItsWay = state === 'waiting' || state === 'moving'
          const isThere = newId !== null && cluster.container(newId)?.id === newId
          if (container?.id !== id || !isOnItsWay || isThere) return []
          return [{ ...container, id: `${id}-coming`, hostId: toHostId, hostName: toHostName }]
        }),
      ),
    /** What is unfinished keeps others away from now on; it goes on only when the hosts are known. */
    claimAll: async (): Promise<void> => {
      for (const record of await store.open()) {
        if (underWay.has(record.id)) continue
        record.error = null
        claimed.add(enter(record, holdAnyway(record)))
      }
    },
    resumeAll: (): void => {
      for (const entry of claimed) resume(entry)
      claimed.clear()
    },
    find: async (id: string): Promise<MoveRecord> => {
      const found = underWay.get(id)?.record ?? (await store.find(id))
      if (found !== null) return found
      throw new AppError('not_found', `There is no move ${id}.`)
    },
    cancel: async (id: string): Promise<Move> => {
      const entry = underWay.get(id)
      if (entry === undefined && (await store.find(id)) === null) {
        throw new AppError('not_found', `There is no move ${id}.`)
      }
      if (entry === undefined || entry.isClosing || isOver(entry.record)) {
        throw new AppError('conflict', 'This move has ended already.')
      }
      entry.record.state = 'cancelling'
      await store.save(entry.record)
      entry.run?.cancel()
      changed(entry)
      return shapeOf(entry.record)
    },
    stop: async (): Promise<void> => {
      isStopped = true
      for (const timer of retries) clearTimeout(timer)
      for (const entry of underWay.values()) {
        entry.run?.abandon()
        entry.release()
        hush(entry)
      }
      await Promise.allSettled([...underWay.values()].map(({ run }) => run?.finished))
    },
  }
}
