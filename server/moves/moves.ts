// Moving containers between hosts, put together: planning, the journal and the mover behind the interface the rest of the
// server uses.
import { randomUUID } from 'node:crypto'
import type { Move, MoveConsent, MovePlan, MoveRequest } from '@/lib/contract/moves'
import type { StrategyName } from '@/lib/contract/placements'
import type { Database } from '@/server/db/client'
import { AppError } from '@/server/errors'
import { isOurs } from './copied-data'
import { refusalsOf, refusalsWithout } from './find-problems'
import { createMoveStore } from './move-store'
import { createMover, type MoverDeps } from './mover'
import { moveTarget } from './outcome'
import { type MovePlanResult, moveRequestOf } from './plan'
import { findTarget, groundOf, type MoveGroup, type PlanningDeps, planGroups } from './planning'
import { findContainers, readSubjects } from './read-subjects'
import { isOver, type MoveRecord, type Moves, stepRecord } from './types'

export type MovesDeps = Omit<MoverDeps, 'store' | 'now' | 'tell'> & {
  db: Database
  strategy: StrategyName
  /** What somebody else has a place for and no engine has made yet. */
  held?: PlanningDeps['held']
  /** Default: the real time. */
  clock?: () => Date
}

/** As many as a list shows. */
const remembered = 200

const requireApplicable = ({ plan }: MovePlanResult): void => {
  const [first] = plan.problems
  if (first === undefined) return
  const more = plan.problems.length > 1 ? ` (and ${plan.problems.length - 1} more)` : ''
  const details = { problems: plan.problems, ...(first.fix ? { fix: first.fix } : {}) }
  throw new AppError('plan_blocked', `${first.message}${more}`, { details })
}

export const createMoves = (deps: MovesDeps): Moves => {
  const { cluster, stacks } = deps
  const now = deps.clock ?? (() => new Date())
  const store = createMoveStore(deps.db)
  const listeners = new Set<(move: Move) => void>()
  const targets = new Map<string, string>()
  const remember = ({ id, containers }: Pick<Move, 'id' | 'containers'>) => targets.set(id, moveTarget(containers))
  const tell = (move: Move): void => {
    remember(move)
    for (const listener of listeners) listener(move)
  }
  const mover = createMover({ ...deps, store, now, tell })
  const planning: PlanningDeps = {
    cluster,
    stacks,
    strategy: deps.strategy,
    coming: mover.coming,
    held: deps.held ?? (() => []),
  }

  const groupOf = ({ host, containers }: MoveRequest): MoveGroup => ({
    host: findTarget(cluster, host).id,
    containers: findContainers(cluster, containers),
  })

  const launch = async (
    groups: readonly MoveGroup[],
    consents: readonly MoveConsent[],
    actor: string,
    undoes: MoveRecord | null,
  ): Promise<Move> => {
    const id = randomUUID()
    const release = mover.hold(
      { moveId: id },
      groups.flatMap(({ containers }) => containers),
    )
    try {
      return await stacks.inTurn(
        () => planGroups(planning, groups, consents),
        async (planned) => {
          requireApplicable(planned)
          const { hostId, hostName, containers } = planned.plan
          const record: MoveRecord = {
            id,
            hostId,
            hostName,
            containers,
            consents: [...consents],
            state: 'running',
            startedAt: now().toISOString(),
            finishedAt: null,
            startedBy: actor,
            undoes: undoes?.id ?? null,
            undoneBy: null,
            error: null,
            steps: planned.steps.map((step) => stepRecord(step)),
          }
          const undone = undoes && { ...undoes, undoneBy: id }
          await store.insert(record, planned.decisions, undone)
          if (undone !== null) tell(mover.shapeOf(undone))
          return mover.begin(record, release)
        },
      )
    } catch (error) {
      release()
      throw error
    }
  }

  /** What was moved, to where it was, by the ids it has now; and what may be done for it. */
  const wayBack = (record: MoveRecord, consents: readonly MoveConsent[]) => {
    if (!mover.shapeOf(record).canUndo) {
      const why = !isOver(record)
        ? 'It has not ended yet.'
        : record.undoneBy !== null
          ? 'It was taken back already.'
          : 'What it moved is no longer there.'
      throw new AppError('conflict', `This move cannot be taken back. ${why}`)
    }
    const moved = record.containers.filter(({ state }) => state === 'moved')
    const hostIds = [...new Set(moved.map(({ fromHostId }) => fromHostId))]
    const groups = hostIds.map((host): MoveGroup => {
      const ids = moved.flatMap(({ fromHostId, newId }) => (fromHostId === host && newId !== null ? [newId] : []))
      return { host, containers: findContainers(cluster, ids) }
    })
    // What was agreed to replace there says nothing of what is here. Originals that were kept are older than the copies; after
    // they were removed, a volume of their name is somebody else's.
    const { consents: given } = record
    const kept = given.filter((consent) => consent !== 'replace-volumes')
    const hasOriginals = given.includes('copy-volumes') && !given.includes('remove-volumes')
    const copied: MoveConsent[] = hasOriginals ? ['replace-volumes'] : []
    return { groups, consents: [...new Set([...kept, ...copied, ...consents])] }
  }

  return {
    claim: () => mover.claimAll(),
    start: async () => {
      for (const record of await store.list(remembered)) remember(record)
      await mover.claimAll()
      mover.resumeAll()
    },
    stop: () => mover.stop(),
    plan: async (request): Promise<MovePlan> => (await planGroups(planning, [groupOf(request)], request.consents)).plan,
    begin: (request, actor) => launch([groupOf(request)], request.consents, actor, null),
    planUndo: async (id, consents) => {
      const back = wayBack(await mover.find(id), consents)
      return (await planGroups(planning, back.groups, back.consents)).plan
    },
    undo: async (id, consents, actor) => {
      const record = await mover.find(id)
      const back = wayBack(record, consents)
      return launch(back.groups, back.consents, actor, record)
    },
    cancel: (id) => mover.cancel(id),
    list: async (limit) => {
      const live = new Map(mover.underWay().map((record) => [record.id, record]))
      return (await store.list(limit)).map((record) => mover.shapeOf(live.get(record.id) ?? record))
    },
    get: async (id) => mover.shapeOf(await mover.find(id)),
    targetOf: (id) => targets.get(id) ?? id,
    hold: async (container) => mover.hold({ recreates: container.id }, [container]),
    coming: () => mover.coming(),
    isRecreated: ({ id }) => mover.isRecreated(id),
    requireFree: (container) => mover.requireFree(container),
    requireUnneeded: ({ name, labels }) => {
      const owner = mover.underWay().find(({ id }) => isOurs(labels, id))
      if (owner === undefined) return
      throw new AppError('conflict', `The volume ${name} is needed by a move of ${moveTarget(owner.containers)}.`, {
        details: { fix: 'Wait until it has ended, or cancel it.', moveId: owner.id },
      })
    },
    placement: async (ref) => {
      const [container] = findContainers(cluster, [ref])
      if (container === undefined) throw new AppError('not_found', `There is no container ${ref}.`)
      if (!container.known) return { refusals: refusalsWithout({ container, isGlobal: false }) }
      const [subject] = await readSubjects({ cluster, stacks }, [container], false)
      if (subject === undefined) throw new AppError('not_found', `There is no container ${ref}.`)
      return { ...moveRequestOf(subject), refusals: refusalsOf(groundOf(planning, [subject], []), subject) }
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
