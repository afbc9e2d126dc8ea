// Labels over all hosts: which exist, who carries them, and whom an expression matches.
import type { Host } from '@/lib/contract/hosts'
import type { LabelMatch, LabelUse } from '@/lib/contract/labels'
import type { Explanation } from '@/lib/contract/placements'
import { isExpressionError, parseExpression } from '@/server/scheduler/expression'
import { parsePlacementConstraint } from '@/server/scheduler/placement-constraint'

const sources = ['builtin', 'console', 'engine'] as const

/** Keys and values in alphabetical order. A key that several sources set counts for the one that wins. */
export const labelUses = (hosts: Host[]): LabelUse[] => {
  const uses = new Map<string, Map<string, LabelUse['values'][number]['hosts']>>()
  for (const host of hosts) {
    const seen = new Set<string>()
    for (const source of sources) {
      for (const [key, value] of Object.entries(host.labels[source])) {
        if (seen.has(key)) continue
        seen.add(key)
        const values = uses.get(key) ?? new Map<string, LabelUse['values'][number]['hosts']>()
        uses.set(key, values)
        const carriers = values.get(value) ?? []
        values.set(value, carriers)
        carriers.push({ hostId: host.id, hostName: host.name, source })
      }
    }
  }
  const byName = ([a]: [string, unknown], [b]: [string, unknown]) => a.localeCompare(b)
  return [...uses].sort(byName).map(([key, values]) => ({
    key,
    values: [...values].sort(byName).map(([value, carriers]) => ({ value, hosts: carriers })),
  }))
}

/** `node.labels.x == y` is compose's form; everything else is classic Swarm's. */
const readForm = (expression: string) => {
  const text = expression.trim().replace(/^constraint:/, '')
  return /^(node|engine)\.[a-z]/i.test(text)
    ? { isCompose: true, text }
    : { isCompose: false, text: text.replace(/\s*(==|!=)\s*/, '$1') }
}

export const requestOfExpression = (expression: string): { env: string[]; constraints: string[] } => {
  const { isCompose, text } = readForm(expression)
  return isCompose ? { env: [], constraints: [text] } : { env: [`constraint:${text}`], constraints: [] }
}

const expressionError = (expression: string): string | null => {
  const { isCompose, text } = readForm(expression)
  const parsed = isCompose ? parsePlacementConstraint(text) : parseExpression(text)
  return isExpressionError(parsed) ? parsed.error : null
}

/** Only what the expression itself says counts: whether a host is paused or full is another question. */
export const labelMatchOf = (expression: string, explanation: Explanation): LabelMatch => {
  const indexes = explanation.rules.flatMap((rule, index) =>
    rule.filter === 'constraint' || rule.filter === 'placement' ? [index] : [],
  )
  const hosts = explanation.hosts.map((verdict) => {
    const cells = indexes.flatMap((index) => verdict.cells[index] ?? [])
    return { ...verdict, cells, eligible: cells.every(({ ok }) => ok), chosen: false, score: null }
  })
  const error = expressionError(expression)
  return {
    expression,
    error,
    rules: indexes.flatMap((index) => explanation.rules[index] ?? []),
    hosts: error === null ? hosts : [],
    matching: error === null ? hosts.filter(({ eligible }) => eligible).length : 0,
  }
}
