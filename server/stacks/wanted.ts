// What somebody asks a stack to become, as one shape: a new revision, an earlier one again, or another number of replicas.
import type { DeployRequest } from '@/lib/contract/stacks'
import { AppError } from '@/server/errors'
import type { Ledger } from './ledger'
import { type RevisionSource, sourceOf } from './revision-source'
import { type RevisionStore, scaleOf } from './revision-store'

export type Wanted = Pick<DeployRequest, 'removeOrphans' | 'pull'> & {
  source: RevisionSource
  revision: number
  scale: Record<string, number>
}

/** Each throws not_found when there is no such stack, revision or service. */
export const createWanted = ({ revisions, ledger }: { revisions: RevisionStore; ledger: Ledger }) => {
  const newRevision = async (
    name: string,
    request: DeployRequest,
    pins: Record<string, string> = {},
  ): Promise<Wanted> => ({
    source: sourceOf(request, pins),
    revision: ((await revisions.newest(name)) ?? 0) + 1,
    removeOrphans: request.removeOrphans,
    pull: request.pull,
    scale: {},
  })

  const rollbackTo = async (name: string, number: number): Promise<Wanted> => {
    const { source, revision } = await revisions.read(name, number)
    const request = { ...source, note: '', removeOrphans: [], pull: 'missing' as const }
    return newRevision(name, request, revision.digests)
  }

  /** The same files with what their tags are now. */
  const renewed = async (name: string): Promise<Wanted> => {
    const entry = await revisions.stack(name)
    const number = entry?.activeRevision ?? (entry === null ? null : await revisions.newest(name))
    if (number === null) throw new AppError('not_found', `Lotse has not deployed a stack ${name}.`)
    const { source } = await revisions.read(name, number)
    return newRevision(name, { ...source, note: '', removeOrphans: [], pull: 'always' })
  }

  const scaledTo = async (name: string, service: string, replicas: number): Promise<Wanted> => {
    const entry = await revisions.stack(name)
    const revision = entry?.activeRevision ?? (entry === null ? null : await revisions.newest(name))
    if (entry === null || revision === null) throw new AppError('not_found', `Lotse has not deployed a stack ${name}.`)
    const { source } = await revisions.read(name, revision)
    const known = ledger.get(name)?.services
    if (known && !known.some((item) => item.name === service))
      throw new AppError('not_found', `The stack ${name} has no service ${service}.`)
    return { source, revision, scale: { ...scaleOf(entry), [service]: replicas }, removeOrphans: [], pull: 'missing' }
  }

  return { newRevision, rollbackTo, renewed, scaledTo }
}
