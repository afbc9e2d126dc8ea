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
  /** Sorted by file and place, each once. */
  diagnostics(): Diagnostic[]
}

const maximumDiagnostics = 500

export const createReport = (fileOrder: readonly string[] = []): Report => {
  const found = new Map<string, Diagnostic>()
  let errors = 0
  const rank = new Map(fileOrder.map((path, index) => [path, index]))
  const rankOf = (diagnostic: Diagnostic) =>
    diagnostic.position ? (rank.get(diagnostic.position.file) ?? fileOrder.length) : fileOrder.length + 1
  return {
    add({ severity = 'error', code, message, fix, path, place }) {
      if (severity === 'error') errors += 1
      if (found.size >= maximumDiagnostics) return
      const position = place && positionAt(place)
      const diagnostic: Diagnostic = {
        severity,
        code,
        message,
        ...(fix === undefined ? {} : { fix }),
        ...(path === undefined ? {} : { path }),
        ...(position ? { position } : {}),
      }
      const key = `${code}\0${message}\0${position?.file}\0${position?.line}\0${position?.column}`
      if (!found.has(key)) found.set(key, diagnostic)
    },
    get hasErrors() {
      return errors > 0
    },
    diagnostics: () =>
      [...found.values()].sort(
        (a, b) =>
          rankOf(a) - rankOf(b) ||
          (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
          (a.position?.column ?? 0) - (b.position?.column ?? 0),
      ),
  }
}
