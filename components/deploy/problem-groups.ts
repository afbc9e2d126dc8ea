// What stops a plan, told once for all replicas that it stops: nine times the same paragraph hides what else there is.
import type { Plan } from '@/lib/contract/plan'

type Problem = Plan['problems'][number]

/** Replicas of one service differ by the number at the end of the name that the sentence begins with. */
const withoutNumber = (message: string): string => message.replace(/^(\S+?)-\d+(?=\s)/, '$1')

/** In their order; `alike` is how many more there are of the same. */
export function problemGroups(problems: readonly Problem[]): { problem: Problem; alike: number }[] {
  const groups = new Map<string, { problem: Problem; alike: number }>()
  for (const problem of problems) {
    const key = JSON.stringify({ ...problem, message: withoutNumber(problem.message) })
    const known = groups.get(key)
    if (known) known.alike += 1
    else groups.set(key, { problem, alike: 0 })
  }
  return [...groups.values()]
}
