// What every step from short to long form is handed: where it is, where relative paths start, and where complaints go.
// The schema has run before: a value of the wrong kind has been reported and passes through untouched.
import type { ComposeFormat } from '../model'
import type { Node, Place } from '../node'
import type { PathResolver } from '../paths'
import type { Finding, Report } from '../report'

export interface CanonicalContext {
  report: Report
  paths: PathResolver
  /** Directory of the stack that relative paths of this file start in. */
  directory: string
  path: string
  format: ComposeFormat
  /** How many more ports the stack may publish: a few characters can ask for 65,535. */
  budget: { ports: number }
}

export type Canonical = (node: Node, context: CanonicalContext) => Node | undefined

export const below = (context: CanonicalContext, key: string | number): CanonicalContext => ({
  ...context,
  path: context.path === '' ? String(key) : `${context.path}.${key}`,
})

/** Reports a bad value at its place, naming its path. */
export const complain = (context: CanonicalContext, place: Place, finding: Omit<Finding, 'path' | 'place'>): void => {
  context.report.add({ ...finding, message: `${context.path}: ${finding.message}`, path: context.path, place })
}

export const keepTag = (from: Node, to: Node): Node => (from.tag && !to.tag ? { ...to, tag: from.tag } : to)
