// Keeps the hosts in the database: their own ids, what operators decided, and the keys to reach them.
import { z } from 'zod'
import { labels } from '@/lib/contract/common'
import { availability, tlsMaterial } from '@/lib/contract/hosts'
import type { Database } from '@/server/db/client'
import type { HostStore, StoredHost } from './types'

const parseJson = (text: string | null): unknown => {
  if (text === null) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
const storedLabels = labels.catch({})
const storedTls = tlsMaterial.nullable().catch(null)
const storedAvailability = availability.catch('active')
const storedSource = z.enum(['console', 'discovery']).catch('console')

export function createHostStore(database: Database): HostStore {
  return {
    async list() {
      const rows = await database.host.findMany({ orderBy: { createdAt: 'asc' } })
      return rows.map(
        (row): StoredHost => ({
          id: row.id,
          address: row.address,
          name: row.name,
          source: storedSource.parse(row.source),
          availability: storedAvailability.parse(row.availability),
          labels: storedLabels.parse(parseJson(row.labels)),
          engineId: row.engineId,
          tls: storedTls.parse(parseJson(row.tls)),
          sshKey: row.sshKey,
          sshHostKey: row.sshHostKey,
        }),
      )
    },
    async put(host) {
      const { id, labels: own, tls, ...rest } = host
      const row = { ...rest, labels: JSON.stringify(own), tls: tls === null ? null : JSON.stringify(tls) }
      await database.host.upsert({ where: { id }, create: { id, ...row }, update: row })
    },
    async remove(id) {
      await database.host.deleteMany({ where: { id } })
    },
  }
}
