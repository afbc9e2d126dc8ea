// What the rest of the server may ask of moves, and a move as the journal keeps it.
import type { Container } from '@/lib/contract/containers'
import type { Volume } from '@/lib/contract/inventory'
import type { Move, MoveConsent, MovePlan, MoveQuestion, MoveRequest, MoveStep } from '@/lib/contract/moves'
import type { Explanation } from '@/lib/contract/placements'
import type { PlacementRequest } from '@/server/scheduler/types'

export interface Moves {
  /** What a killed server left unfinished keeps other acts away from now on. Before anybody can act. */
  claim(): Promise<void>
  /** Goes on with it. */
  start(): Promise<void>
  /** Moves in progress stay in the journal and go on at the next start. */
  stop(): Promise<void>
  /** What would happen. Throws not_found, host_unreachable when a container cannot be asked about. */
  plan(request: MoveRequest): Promise<MovePlan>
  /** Throws plan_blocked (details.problems), deployment_running, conflict. Answers once it is written down. */
  begin(request: MoveRequest, actor: string): Promise<Move>
  /** What taking it back would do. Throws not_found, conflict when there is nothing to take back. */
  planUndo(id: string, consents: readonly MoveConsent[]): Promise<MovePlan>
  /** Gives the move that goes back. Throws as both. */
  undo(id: string, consents: readonly MoveConsent[], actor: string): Promise<Move>
  /** Throws not_found, conflict when it has ended. */
  cancel(id: string): Promise<Move>
  /** Newest first. */
  list(limit: number): Promise<Move[]>
  /** Throws not_found. */
  get(id: string): Promise<Move>
  /** What it is about, for a line of the audit trail; the id where that is not known. */
  targetOf(id: string): string
  /** Keeps moves of it, and deploys of its stack, away while it is recreated, until what it gives is called.
   * Throws conflict, deployment_running. */
  hold(container: Container): Promise<() => void>
  /** What is on its way and not there yet, as it will be. */
  coming(): Container[]
  /** It is held so. */
  isRecreated(container: Pick<Container, 'id'>): boolean
  /** For what is done to it by hand. Throws conflict while a move or a recreation of it is not over. */
  requireFree(container: Container): void
  /** For what is done to a volume by hand. Throws conflict while a move that is not over needs it. */
  requireUnneeded(volume: Pick<Volume, 'name' | 'labels'>): void
  /** A container as a question to the scheduler, for verdicts while it is dragged. */
  placement(ref: string): Promise<PlacementRequest & Pick<MoveQuestion, 'refusals'>>
  /** Called with a move whenever it changed, at most a few times a second. */
  subscribe(listener: (move: Move) => void): () => void
}

export type StepInput = Record<string, unknown>

/** A step with what it needs. Small on purpose: settings are read from the original when the step runs, so that the journal
 * holds nothing of an environment. */
export type PlannedStep = Pick<MoveStep, 'id' | 'kind' | 'containerId' | 'hostId' | 'hostName' | 'target'> & {
  input: StepInput
}

export type StepRecord = Omit<MoveStep, 'startedAt' | 'finishedAt'> & {
  input: StepInput
  startedAt: string | null
  finishedAt: string | null
  /** Begun before a kill, and nobody knows how it ended. */
  isResumed: boolean
  /** What it saw, by which later steps know whether that still holds. `starts`: when the originals were last started, as they stood still, by id. `isGone`: nothing is kept any more. */
  noted?: { starts?: Record<string, string>; digest?: string; isGone?: boolean }
}

export type MoveRecord = Omit<Move, 'steps' | 'canUndo'> & { steps: StepRecord[]; consents: MoveConsent[] }

export type MoveDecision = {
  containerId: string
  stack: string
  service: string
  number: number
  hostId: string
  explanation: Explanation
}

export const stepRecord = (step: PlannedStep, isUndo = false): StepRecord => ({
  ...step,
  isUndo,
  state: 'pending',
  detail: '',
  fraction: null,
  startedAt: null,
  finishedAt: null,
  error: null,
  isResumed: false,
})

export const wasAttempted = ({ state, startedAt }: StepRecord): boolean => state === 'done' || startedAt !== null

export const hasEnded = ({ state }: Pick<StepRecord, 'state'>): boolean => state !== 'pending' && state !== 'running'

/** Those that go as one with it, and itself. */
export const bundleOf = ({ containers }: Pick<MoveRecord, 'containers'>, containerId: string): ReadonlySet<string> =>
  new Set([containerId, ...(containers.find(({ id }) => id === containerId)?.together ?? [])])

export const isOver = ({ state }: Pick<MoveRecord, 'state'>): boolean => state !== 'running' && state !== 'cancelling'

/** `isThere`: the container is still where the move put it. */
export const moveOf = (
  { consents: _consents, steps, ...move }: MoveRecord,
  isThere: (containerId: string) => boolean,
): Move => {
  const moved = move.containers.filter(({ state }) => state === 'moved')
  return {
    ...move,
    canUndo:
      isOver(move) &&
      move.undoneBy === null &&
      moved.length > 0 &&
      moved.every(({ newId }) => newId !== null && isThere(newId)),
    steps: steps.map(({ input: _input, isResumed: _isResumed, noted: _noted, ...step }) => step),
  }
}
