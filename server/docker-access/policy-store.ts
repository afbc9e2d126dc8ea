// The policies of operators and readers: one row, read at the start and replaced as a whole.
import { type DockerPolicies, defaultPolicies, dockerPolicies } from '@/lib/contract/docker-access'
import type { Database } from '@/server/db/client'
import type { Log } from '@/server/log'

export type PolicyStore = { now(): DockerPolicies; put(policies: DockerPolicies): Promise<DockerPolicies> }

const key = 'docker-policies'

/** What cannot be read is not what somebody allowed: the defaults allow nothing of the host. */
const parsed = (value: string, log: Pick<Log, 'error'>): DockerPolicies => {
  try {
    return dockerPolicies.parse(JSON.parse(value))
  } catch (error) {
    log.error({ err: error }, 'the stored policies of the Docker API cannot be read: the defaults hold')
    return defaultPolicies
  }
}

export async function openPolicyStore(db: Database, log: Pick<Log, 'error'>): Promise<PolicyStore> {
  const row = await db.setting.findUnique({ where: { key } })
  let current = row === null ? defaultPolicies : parsed(row.value, log)
  return {
    now: () => current,
    put: async (policies) => {
      const value = JSON.stringify(policies)
      await db.setting.upsert({ where: { key }, create: { key, value }, update: { value } })
      current = policies
      return policies
    },
  }
}
