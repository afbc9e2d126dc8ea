// What a revision keeps of the request that made it, and the model that comes out of it again.
import { z } from 'zod'
import type { Diagnostic } from '@/lib/contract/common'
import { type DeployRequest, deployRequest } from '@/lib/contract/stacks'
import { loadCompose } from '@/server/compose/load-compose'
import type { ComposeModel, LoadResult } from '@/server/compose/model'
import { findComposeFiles } from '@/server/compose/stack-files'
import { AppError } from '@/server/errors'
import { withNetworkForV1 } from './v1-network'

export const revisionSource = deployRequest
  .pick({ files: true, composeFiles: true, variables: true, profiles: true })
  .extend({
    /** Image reference → digest: a rollback runs what ran then, not what the tag has become. */
    pins: z.record(z.string(), z.string()).default({}),
  })
export type RevisionSource = z.infer<typeof revisionSource>

export const sourceOf = (request: DeployRequest, pins: Record<string, string> = {}): RevisionSource => ({
  files: request.files,
  ...(request.composeFiles === undefined ? {} : { composeFiles: request.composeFiles }),
  variables: request.variables,
  profiles: request.profiles,
  pins,
})

export const loadSource = (source: RevisionSource, stack: string | undefined): LoadResult => {
  const loaded = loadCompose({
    files: source.files,
    ...(source.composeFiles === undefined ? {} : { composeFiles: source.composeFiles }),
    variables: source.variables,
    profiles: source.profiles,
    ...(stack === undefined ? {} : { projectName: stack }),
  })
  return { ...loaded, model: loaded.model === null ? null : withNetworkForV1(loaded.model) }
}

const summaryOf = (errors: readonly Diagnostic[]): string => {
  const [first] = errors
  if (first === undefined) return 'The compose files make no stack.'
  const place = first.position ? `${first.position.file}:${first.position.line}: ` : ''
  return `${place}${first.message}${errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''}`
}

export type LoadedSource = LoadResult & { model: ComposeModel }

/** Throws invalid_compose with every diagnostic when there is no model. */
export const requireModel = (source: RevisionSource, stack: string): LoadedSource => {
  const loaded = loadSource(source, stack)
  const { model, diagnostics } = loaded
  if (model !== null) return { ...loaded, model }
  throw new AppError('invalid_compose', summaryOf(diagnostics.filter(({ severity }) => severity === 'error')), {
    details: { diagnostics },
  })
}

/** Named in the request, or those whose name says so. */
export const composeFilesOf = (source: RevisionSource): string[] =>
  source.composeFiles ?? findComposeFiles(source.files.map(({ path }) => path))
