// Loads one text, or several, and reads the model or what was found in it.
import { expect } from 'vitest'
import { loadCompose } from '../load-compose'
import type { ComposeModel, LoadOptions, LoadResult } from '../model'

export const load = (
  content: string,
  options: Partial<LoadOptions> & { others?: Record<string, string> } = {},
): LoadResult => {
  const { others = {}, ...rest } = options
  const files = Object.entries({ 'compose.yaml': content, ...others }).map(([path, text]) => ({ path, content: text }))
  return loadCompose({ files, composeFiles: ['compose.yaml'], variables: {}, profiles: [], ...rest })
}

export const modelOf = (result: LoadResult): ComposeModel => {
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  if (!result.model) throw new Error('no model')
  return result.model
}

export const findings = (result: LoadResult): string[] =>
  result.diagnostics.map(({ severity, code, position }) => `${severity} ${code} ${position?.file}:${position?.line}`)
