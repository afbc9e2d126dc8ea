// What speaks against moving one container, and what a person has to agree to. The one place of these rules: the plan asks
// them for one host, and the board, while a container is held, for all of them. Pure.
import type { MoveProblem, MoveRefusal } from '@/lib/contract/moves'
import { hostProblems } from './host-problems'
import { networkGoneProblems, networkProblems } from './network-problems'
import { arrivalProblems, leavingProblems, platformProblems } from './place-problems'
import type { Problem } from './problem'
import { sharingProblems } from './sharing-problems'
import type { PlanInput, Subject } from './subject'
import { volumeProblems } from './volume-problems'

/** Wherever it would go. */
const stuckProblems = (input: PlanInput, subject: Subject, bundle: readonly Subject[]): Problem[] => [
  ...leavingProblems(subject),
  ...sharingProblems(input, subject, bundle),
  ...networkGoneProblems(input, subject),
]

const targetProblems = (input: PlanInput, subject: Subject, bundle: readonly Subject[]): Problem[] => [
  ...arrivalProblems(input, subject),
  ...platformProblems(input, subject),
  ...hostProblems(subject, input.target.name),
  ...volumeProblems(input, subject, bundle),
  ...networkProblems(input, subject),
]

/** `bundle`: those that go as one with it. */
export const problemsOf = (input: PlanInput, subject: Subject, bundle: readonly Subject[]): MoveProblem[] =>
  [...stuckProblems(input, subject, bundle), ...targetProblems(input, subject, bundle)].map((problem) => ({
    ...problem,
    containerId: subject.container.id,
  }))

const refusals = (problems: readonly Problem[], hostId: string | null): MoveRefusal[] =>
  problems.flatMap(({ consent, ...problem }) => (consent === null ? [{ ...problem, hostId }] : []))

/** What no consent agrees away, for every host but its own. */
export const refusalsOf = (input: Omit<PlanInput, 'target'>, subject: Subject): MoveRefusal[] => {
  const bundle = [subject]
  const others = input.hosts.filter(({ id }) => id !== subject.container.hostId)
  const [any] = others
  if (any === undefined) return []
  return [
    ...refusals(stuckProblems({ ...input, target: any }, subject, bundle), null),
    ...others.flatMap((target) => refusals(targetProblems({ ...input, target }, subject, bundle), target.id)),
  ]
}

/** Of one whose host does not answer nothing more is known, and nothing more is needed. */
export const refusalsWithout = (subject: Pick<Subject, 'container' | 'isGlobal'>): MoveRefusal[] =>
  refusals(leavingProblems(subject), null)
