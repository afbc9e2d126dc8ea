// Stacks over real engines, for the tests that need them: a cluster, a database of its own and a way to wait by events.
import { randomBytes } from 'node:crypto'
import type { Lab } from '@/e2e/lab/types'
import type { Deployment } from '@/lib/contract/deployments'
import { type DeployRequest, deployRequest } from '@/lib/contract/stacks'
import { createActivity } from '@/server/activity/activity'
import { createCluster } from '@/server/cluster/cluster'
import { createHostStore } from '@/server/cluster/host-store'
import type { Cluster } from '@/server/cluster/types'
import { type Database, openDatabase } from '@/server/db/client'
import { createRegistries, type RegistriesDeps } from '@/server/registries/registries'
import { createSecretBox, keyBytes } from '@/server/registries/secret-box'
import type { Registries } from '@/server/registries/types'
import { createStacks, type StacksDeps } from '@/server/stacks/stacks'
import type { Stacks, StacksEvent } from '@/server/stacks/types'
import { temporaryDatabase } from '@/server/testing/database'
import { silentLog as log } from '@/server/testing/host-store'

export type LabStacks = {
  readonly stacks: Stacks
  registries: Registries
  cluster: Cluster
  db: Database
  events: StacksEvent[]
  /** The deployment once it has ended. */
  ended(id: string): Promise<Deployment>
  /** Resolves at the first event for which the condition holds, or at once. */
  until(condition: () => boolean): Promise<void>
  /** Deploys and waits; throws with the deployment's error unless it succeeded. */
  deployed(name: string, compose: string, extra?: Partial<DeployRequest>): Promise<Deployment>
  /** Abandons the running object without any clean-up and starts a new one over the same database. */
  kill(performers?: StacksDeps['performers']): Promise<void>
  close(): Promise<void>
}

export const requestOf = (compose: string, extra: Partial<DeployRequest> = {}): DeployRequest =>
  deployRequest.parse({ files: [{ path: 'compose.yaml', content: compose }], ...extra })

const kept = async (file: string) => {
  const db = await openDatabase(file)
  return { db, close: () => db.$disconnect() }
}

const isOver = (state: string) => state !== 'running' && state !== 'cancelling'

/** `file`: a database that is there already, and stays. `builds`: as the settings would say. */
export const openLabStacks = async (
  lab: Lab,
  file?: string,
  builds: RegistriesDeps['builds'] = null,
): Promise<LabStacks> => {
  const database = file === undefined ? await temporaryDatabase() : await kept(file)
  const cluster = createCluster({ store: createHostStore(database.db), log })
  await cluster.start()
  await cluster.setDiscovered(lab.hosts.map(({ address }) => address))
  await cluster.settled(20_000)
  const activity = createActivity(database.db)
  const box = createSecretBox(randomBytes(keyBytes))
  const registries = createRegistries({ db: database.db, cluster, box, builds })
  const events: StacksEvent[] = []
  const wakers = new Set<() => void>()
  const wake = () => {
    for (const waker of wakers) waker()
  }
  cluster.subscribe(wake)
  const start = async (performers?: StacksDeps['performers']): Promise<Stacks> => {
    const stacks = createStacks({ db: database.db, cluster, activity, registries, log, performers })
    stacks.subscribe((event) => {
      events.push(event)
      wake()
    })
    await stacks.start()
    return stacks
  }
  let stacks = await start()
  /** One after another: a performer may kill while its test does. */
  let killing = Promise.resolve()

  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = () => {
        if (!condition()) return
        wakers.delete(look)
        resolve()
      }
      wakers.add(look)
      look()
    })
  const ended = async (id: string): Promise<Deployment> => {
    const hasEnded = () => events.some((event) => event.type === 'deployment' && event.id === id && isOver(event.state))
    const known = await stacks.deployment(id)
    if (!isOver(known.state)) await until(hasEnded)
    return stacks.deployment(id)
  }
  return {
    get stacks() {
      return stacks
    },
    registries,
    cluster,
    db: database.db,
    events,
    until,
    ended,
    deployed: async (name, compose, extra) => {
      const { id } = await stacks.deploy(name, requestOf(compose, extra), 'test')
      const deployment = await ended(id)
      if (deployment.state !== 'succeeded') throw new Error(deployment.error ?? deployment.state)
      return deployment
    },
    kill: (performers) => {
      killing = killing.then(async () => {
        await stacks.stop()
        stacks = await start(performers)
      })
      return killing
    },
    close: async () => {
      await killing
      await stacks.stop()
      await cluster.stop()
      await database.close()
    },
  }
}
