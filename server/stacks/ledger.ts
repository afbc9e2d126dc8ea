// What the database knows of each stack, kept in memory so that a list or a change on an engine costs no query.
import type { Log } from '@/server/log'
import type { DeploymentRow } from './deployment-rows'
import { newestRow } from './deployment-rows'
import type { DeploymentStore } from './deployment-store'
import { desiredServices } from './desired'
import { loadSource } from './revision-source'
import { type RevisionStore, type StackRow, scaleOf } from './revision-store'
import type { WantedService } from './stack-view'

export type LedgerEntry = {
  row: StackRow
  newest: DeploymentRow | null
  /** The one that should run: being deployed, else active, else the newest. */
  revision: number | null
  deployedAt: string | null
  deployedBy: string | null
  services: WantedService[] | null
}

export type Ledger = ReturnType<typeof createLedger>

export const createLedger = (deps: { revisions: RevisionStore; deployments: DeploymentStore; log: Log }) => {
  const { revisions, deployments, log } = deps
  const entries = new Map<string, LedgerEntry>()

  const wanted = async (
    row: StackRow,
    number: number,
    scale: Record<string, number>,
  ): Promise<Pick<LedgerEntry, 'services' | 'deployedAt' | 'deployedBy'>> => {
    const { revision, source } = await revisions.read(row.name, number)
    const { model } = loadSource(source, row.name)
    const about = { deployedAt: revision.createdAt, deployedBy: revision.createdBy }
    if (model === null) return { services: null, ...about }
    const all = desiredServices(model, { files: source.files, scale, pins: {} })
    const jobs = new Set(
      all.flatMap(({ service }) =>
        Object.entries(service.depends_on ?? {}).flatMap(([name, { condition }]) =>
          condition === 'service_completed_successfully' ? [name] : [],
        ),
      ),
    )
    const services = all
      .map(({ name, image, mode, replicas, service }) => ({
        name,
        image,
        desired: mode === 'global' ? null : replicas,
        isJob: jobs.has(name) || service.restart === 'no' || service.deploy?.restart_policy?.condition === 'none',
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    return { services, ...about }
  }

  const read = async (row: StackRow, newest: DeploymentRow | null): Promise<LedgerEntry> => {
    const isOpen = newest?.state === 'running' || newest?.state === 'cancelling'
    const revision = (isOpen ? newest.revisionNumber : null) ?? row.activeRevision ?? (await revisions.newest(row.name))
    const base = { row, newest, revision, deployedAt: null, deployedBy: null, services: null }
    if (revision === null) return base
    // A deploy or rollback under way does as its files say; what was scaled before holds until it has succeeded.
    const scale = isOpen && newest.kind !== 'scale' && newest.kind !== 'remove' ? {} : scaleOf(row)
    try {
      return { ...base, ...(await wanted(row, revision, scale)) }
    } catch (error) {
      log.warn({ err: error, stack: row.name, revision }, 'a revision cannot be read')
      return base
    }
  }

  return {
    load: async () => {
      const rows = await revisions.stacks()
      const newest = await deployments.newest()
      for (const row of rows) entries.set(row.name, await read(row, newest.get(row.name) ?? null))
    },
    refresh: async (name: string): Promise<void> => {
      const row = await revisions.stack(name)
      if (row === null) entries.delete(name)
      else entries.set(name, await read(row, newestRow(await deployments.ofStack(name, 1))))
    },
    get: (name: string) => entries.get(name),
    names: () => [...entries.keys()],
  }
}
