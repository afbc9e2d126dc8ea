// Moving containers to another host: what would happen, what has to be agreed to first, and how far it is.
import { z } from 'zod'
import { instant } from './common'
import { placementRequest } from './placements'
import { stepProgress } from './step-progress'

const alongside = z.object({ id: z.string(), name: z.string() })

/** What no consent can agree away, as the plan of a move would say it. */
export const moveRefusal = z.object({
  code: z.string(),
  message: z.string(),
  fix: z.string().optional(),
  /** The containers that would have to come along: with all of them there is nothing in the way. */
  along: z.array(alongside).optional(),
  /** The host that refuses; null: wherever it would go. */
  hostId: z.string().nullable(),
})
export type MoveRefusal = z.infer<typeof moveRefusal>

/** A running container as a question to the scheduler, wherever it would go, and what stands against its move beyond that. */
export const moveQuestion = placementRequest.extend({ refusals: z.array(moveRefusal) })
export type MoveQuestion = z.infer<typeof moveQuestion>

/** What a move does only when a person has said so. */
export const moveConsent = z.enum([
  /** Copy the data of local volumes; what writes to them is stopped first. */
  'copy-volumes',
  /** A volume of that name is on the target already and is replaced by the copy. */
  'replace-volumes',
  /** It uses what belongs to its host (paths, devices, its network), and afterwards what the other host has of these. */
  'host-paths',
  /** Others on a network of this host alone will not reach it any more. */
  'leave-networks',
  /** The volumes stay on the old host unless this is said; only after the copy was verified. */
  'remove-volumes',
])
export type MoveConsent = z.infer<typeof moveConsent>

export const moveRequest = z.object({
  /** By id, or `host/name`. Moved one after the other, as they stand; those that cannot be parted go as one. */
  containers: z.array(z.string().min(1).max(200)).min(1).max(100),
  /** Id or name of the target. */
  host: z.string().min(1).max(200),
  consents: z.array(moveConsent).default([]),
})
export type MoveRequest = z.infer<typeof moveRequest>

/** `POST /containers/:id/move` and `POST /moves/:id/undo`: what is moved, and there whereto, is known. */
export const moveConsents = z.object({ consents: z.array(moveConsent).default([]) })
export const moveOneRequest = moveConsents.extend({ host: z.string().min(1).max(200) })

export const moveProblem = z.object({
  code: z.string(),
  /** Null: concerns all. */
  containerId: z.string().nullable(),
  message: z.string(),
  fix: z.string().optional(),
  /** The containers that would have to come along: with all of them it is no problem. */
  along: z.array(alongside).optional(),
  /** With this consent it is no problem; null: it cannot be agreed away. */
  consent: moveConsent.nullable(),
})
export type MoveProblem = z.infer<typeof moveProblem>

export const moveStepKind = z.enum([
  'bring-image',
  'create-network',
  'create-volume',
  /** Before a copy replaces what is there. */
  'keep-volume',
  'stop-original',
  'copy-volume',
  'create-container',
  'start-container',
  'wait-container',
  'switch-names',
  'remove-original',
  'remove-volume',
  'remove-kept-volume',
  'start-original',
  'remove-copy',
  'remove-copied-volume',
  'restore-volume',
  /** Of a network that a move has made, and that nobody uses any more. */
  'remove-network',
])
export type MoveStepKind = z.infer<typeof moveStepKind>

export const moveStep = z.object({
  id: z.string(),
  kind: moveStepKind,
  /** The original's id. */
  containerId: z.string(),
  hostId: z.string(),
  hostName: z.string(),
  /** Image, network, volume or container. */
  target: z.string(),
  /** It puts back what was done before. */
  isUndo: z.boolean(),
  ...stepProgress.shape,
})
export type MoveStep = z.infer<typeof moveStep>

export const movedContainer = z.object({
  id: z.string(),
  name: z.string(),
  stack: z.string().nullable(),
  service: z.string().nullable(),
  number: z.number().int().nullable(),
  fromHostId: z.string(),
  fromHostName: z.string(),
  toHostId: z.string(),
  toHostName: z.string(),
  /** `stayed`: it runs where it was, as before. */
  state: z.enum(['waiting', 'moving', 'moved', 'stayed']),
  /** `start-first`: the new one is healthy before the old one stops. */
  order: z.enum(['start-first', 'stop-first']),
  /** Why it has to stop first; empty for start-first. */
  orderReason: z.string(),
  isRunning: z.boolean(),
  /** Nobody is interrupted; for as long as it takes to stop and start; and to copy its data in between. */
  interruption: z.enum(['none', 'restart', 'copy']),
  /** How long it may take to stop. */
  graceSeconds: z.number().int(),
  /** What is in the volumes that are copied; null: nothing is, or nobody knows. */
  copyBytes: z.number().nullable(),
  /** The new one's id, once it is made. */
  newId: z.string().nullable(),
  /** Ids of those that go as one with it: all of them arrive, or all of them stay. */
  together: z.array(z.string()),
})
export type MovedContainer = z.infer<typeof movedContainer>

/** For containers that go back to several hosts, the first of them, and all their names. */
const target = { hostId: z.string(), hostName: z.string() }

export const movePlan = z.object({
  ...target,
  containers: z.array(movedContainer),
  /** All of these have to be solved or agreed to. */
  problems: z.array(moveProblem),
  /** What is good to know and stops nothing. */
  notes: z.array(z.object({ containerId: z.string().nullable(), message: z.string() })),
  steps: z.array(
    moveStep.pick({ id: true, kind: true, containerId: true, hostId: true, hostName: true, target: true }),
  ),
})
export type MovePlan = z.infer<typeof movePlan>

export const moveState = z.enum(['running', 'cancelling', 'succeeded', 'failed', 'cancelled'])

export const move = z.object({
  id: z.string(),
  ...target,
  containers: z.array(movedContainer),
  state: moveState,
  startedAt: instant,
  finishedAt: instant.nullable(),
  startedBy: z.string(),
  /** The move that this one takes back. */
  undoes: z.string().nullable(),
  /** The move that took this one back, or is at it. */
  undoneBy: z.string().nullable(),
  /** It has ended, something is at another place than before, and nobody took it back. */
  canUndo: z.boolean(),
  /** How it ended, when not well: what failed, what runs where. */
  error: z.string().nullable(),
  steps: z.array(moveStep),
})
export type Move = z.infer<typeof move>
