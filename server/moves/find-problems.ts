// What speaks against moving one container, and what a person has to agree to. Pure.
import type { MoveProblem } from '@/lib/contract/moves'
import { hostProblems } from './host-problems'
import { networkProblems } from './network-problems'
import { placeProblems, platformProblems, sharingProblems } from './place-problems'
import type { PlanInput, Subject } from './subject'
import { volumeProblems } from './volume-problems'

export const problemsOf = (input: PlanInput, subject: Subject): MoveProblem[] =>
  [
    ...placeProblems(input, subject),
    ...platformProblems(input, subject),
    ...sharingProblems(input, subject),
    ...hostProblems(subject, input.target.name),
    ...volumeProblems(input, subject),
    ...networkProblems(input, subject),
  ].map((problem) => ({ ...problem, containerId: subject.container.id }))
