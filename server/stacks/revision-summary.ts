// What a revision changes, in one line for the list of revisions.
import type { Plan } from '@/lib/contract/plan'
import { changesText } from './compare'

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

export const revisionSummary = (plan: Plan, activeRevision: number | null): string => {
  if (activeRevision === null) return `First deploy: ${plural(plan.containers.length, 'container')}.`
  const parts: string[] = []
  const named = new Set<string>()
  for (const { service, action, changes, reason } of plan.containers) {
    if (named.has(`${service} ${action}`)) continue
    named.add(`${service} ${action}`)
    if (action === 'recreate') parts.push(`${service}: ${changesText(changes) || reason}`)
    if (action === 'create') parts.push(`${service}: added`)
    if (action === 'remove') parts.push(`${service}: removed`)
    if (action === 'restart') parts.push(`${service}: restarted`)
    if (action === 'start') parts.push(`${service}: started`)
  }
  if (parts.length === 0) return 'Nothing changed.'
  const shown = parts.slice(0, 3).join('; ')
  return parts.length > 3 ? `${shown}; and ${parts.length - 3} more.` : `${shown}.`
}
