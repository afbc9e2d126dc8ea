// Collects what is wrong with a set of files, so that a person sees everything at once and in the order of the text.
import type { Diagnostic } from '@/lib/contract/common'
import { type Place, positionAt } from './node'

export interface Finding {
  severity?: Diagnostic['severity']
  code: string
  message: string
  fix?: string | undefined
  path?: string | undefined
  place?: Place | undefined
}

export interface Report {
  add(finding: Finding): void
  readonly hasErrors: boolean
  /** Further errors are only counted: what it takes to word them well can be saved. */
  readonly isFull: boolean
  /** Whether something below this path was wrong, so that what is missing there may only be misspelt. */
  hasErrorBelow(path: string): boolean
  /** Sorted by file and place, each once. */
  diagnostics(): Diagnostic[]
}

/** Of each severity; a file may be wrong in more places than anyone reads. */
const maximumFindings = 300
const maximumMessageLength = 600

const clip = (text: string): string =>
  text.length > maximumMessageLength ? `${text.slice(0, maximumMessageLength)}…` : text

const toDiagnostic = ({ severity = 'error', code, message, fix, path, place }: Finding): Diagnostic => ({
  severity,
  code,
  message: clip(message),
  ...(fix === undefined ? {} : { fix: clip(fix) }),
  ...(path === undefined ? {} : { path: clip(path) }),
  ...(place ? { position: positionAt(place) } : {}),
})

const keyOf = ({ code, message, position }: Diagnostic): string =>
  `${code}\0${message}\0${position?.file}\0${position?.line}\0${position?.column}`

export const createReport = (fileOrder: readonly string[] = []): Report => {
  const found = new Map<string, Diagnostic>()
  const counts = { error: 0, warning: 0, hint: 0 }
  const wrongPaths = new Set<string>()
  const rank = new Map(fileOrder.map((path, index) => [path, index]))
  const rankOf = ({ position }: Diagnostic) =>
    position ? (rank.get(position.file) ?? fileOrder.length) : fileOrder.length + 1
  const inOrder = (a: Diagnostic, b: Diagnostic) =>
    rankOf(a) - rankOf(b) ||
    (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
    (a.position?.column ?? 0) - (b.position?.column ?? 0)
  const left = (): Diagnostic[] => {
    const more = Math.max(counts.error - maximumFindings, 0) + Math.max(counts.warning - maximumFindings, 0)
    return more === 0
      ? []
      : [{ severity: 'hint', code: 'limits.findings', message: `and ${more} more findings like these` }]
  }
  return {
    add(finding) {
      const { severity = 'error', path } = finding
      // A value that could not be read would be reported again by every check of what it ought to be.
      if (path !== undefined && finding.code.startsWith('value.') && wrongPaths.has(path)) return
      if (severity === 'error' && path !== undefined && wrongPaths.size < 5_000) wrongPaths.add(path)
      const diagnostic = toDiagnostic(finding)
      const key = keyOf(diagnostic)
      if (found.has(key)) return
      counts[severity] += 1
      if (counts[severity] <= maximumFindings) found.set(key, diagnostic)
    },
    get hasErrors() {
      return counts.error > 0
    },
    get isFull() {
      return counts.error >= maximumFindings
    },
    hasErrorBelow: (path) => [...wrongPaths].some((wrong) => wrong === path || wrong.startsWith(`${path}.`)),
    diagnostics: () => [...[...found.values()].sort(inOrder), ...left()],
  }
}
