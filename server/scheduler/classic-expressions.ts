// Where classic Swarm finds its expressions: entries of the environment and JSON arrays in labels, labels first.
import type { Labels } from '@/lib/contract/common'
import { type Expression, type ExpressionError, parseExpressions } from './expression'
import { ownValue } from './own-value'

export const classicKinds = ['constraint', 'affinity', 'whitelist'] as const
type ClassicKind = (typeof classicKinds)[number]

const labelOf: Record<ClassicKind, string> = {
  constraint: 'com.docker.swarm.constraints',
  affinity: 'com.docker.swarm.affinities',
  whitelist: 'com.docker.swarm.whitelists',
}

export type ClassicExpressions = Record<ClassicKind, readonly Expression[] | ExpressionError>

const none: readonly Expression[] = []
const noExpressions: ClassicExpressions = { constraint: none, affinity: none, whitelist: none }

function listInLabel(text: string | undefined): string[] {
  if (text === undefined) return []
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    return []
  }
  // Go leaves an empty string where an element is not one, which then is an invalid expression.
  return Array.isArray(list) ? list.map((entry) => (typeof entry === 'string' ? entry : '')) : []
}

const mayHoldExpression = (entry: string) =>
  entry.startsWith('constraint:') || entry.startsWith('affinity:') || entry.startsWith('whitelist:')

/** The texts as written, before parsing. */
function classicSources(kind: ClassicKind, env: readonly string[], labels: Labels): string[] {
  const fromLabels = listInLabel(ownValue(labels, labelOf[kind]))
  const prefix = `${kind}:`
  return [...fromLabels, ...env.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length))]
}

export function classicExpressions(env: readonly string[] = [], labels: Labels = {}): ClassicExpressions {
  const asked =
    env.some(mayHoldExpression) || classicKinds.some((kind) => ownValue(labels, labelOf[kind]) !== undefined)
  if (!asked) return noExpressions
  return {
    constraint: parseExpressions(classicSources('constraint', env, labels)),
    affinity: parseExpressions(classicSources('affinity', env, labels)),
    whitelist: parseExpressions(classicSources('whitelist', env, labels)),
  }
}
