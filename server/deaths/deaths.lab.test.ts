// On real engines: what a container said last is kept however it goes, and how it ended when nobody could hear it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Generation, Lab } from '@/e2e/lab/types'
import type { Container } from '@/lib/contract/containers'
import type { Cluster } from '@/server/cluster/types'
import { type TemporaryDatabase, temporaryDatabase } from '@/server/testing/database'
import { silentLog } from '@/server/testing/host-store'
import { watchLab } from '@/server/testing/lab-cluster'
import { createDeathStore, type DeathStore } from './death-store'
import { type KeptDeaths, keepDeaths } from './keep-deaths'

/** How many a host loses at once. */
const crowd = 6

describe.each(['modern', 'kv'] as Generation[])('of an engine of the %s generation', (generation) => {
  let lab: Lab
  let cluster: Cluster
  let database: TemporaryDatabase
  let store: DeathStore
  let deaths: KeptDeaths

  beforeAll(async () => {
    lab = await startLab({ hosts: 1, registry: false, generation, preload: ['busybox'] })
    cluster = await watchLab(lab)
    database = await temporaryDatabase()
    store = createDeathStore(database.db)
    deaths = keepDeaths({ cluster, store, log: silentLog })
  })
  afterAll(async () => {
    deaths?.stop()
    await cluster?.stop()
    await database?.close()
    await lab?.down()
  })

  const docker = async (...args: string[]) => (await lab.docker('n1', ...args)).stdout.trim()
  const begin = async (name: string, script: string, ...options: string[]) => {
    const id = await docker('run', '-d', '--name', name, '--memory', '64m', ...options, 'busybox', 'sh', '-c', script)
    await expect.poll(() => cluster.container(id)?.state).toBe('running')
    return id
  }
  const kept = async (id: string) => {
    await expect.poll(() => store.ofContainer(id)).toHaveLength(1)
    const [death] = await store.ofContainer(id)
    return { ...death, lines: death?.lines.map(({ text }) => text) }
  }
  const says = (text: string) => `echo ${text}; sleep 100000`

  it('keeps them when it is removed by force through Lotse', async () => {
    const ids = await Promise.all(Array.from({ length: crowd }, (_, at) => begin(`web-${at}`, says(`word ${at}`))))
    await Promise.all(ids.map((id) => deaths.beforeRemoval(cluster.container(id) as Container)))
    await docker('rm', '-f', ...ids)
    const found = await Promise.all(ids.map(kept))
    expect(found).toMatchObject(
      ids.map((_, at) => ({ exitCode: 137, memoryLimitBytes: 64 << 20, lines: [`word ${at}`] })),
    )
  })

  it('keeps how and when one ended that is removed by force on its host, whose engine then refuses the log', async () => {
    const id = await begin('forced', says('unheard'))
    await docker('rm', '-f', id)
    expect(await kept(id)).toMatchObject({ exitCode: 137, name: 'forced', lines: [] })
  })

  it('keeps them when it is stopped and removed in one breath, with what it said at the signal', async () => {
    // The engine leaves a few hundredths of a second between the two, less than a busy machine may stall.
    const heard: unknown[] = []
    for (let attempt = 0; attempt < 5 && heard.at(-1) !== 'hello bye'; attempt += 1) {
      const script = 'trap "echo bye; exit 3" TERM; echo hello; while :; do sleep 0.1; done'
      const id = await begin(`polite-${attempt}`, script)
      await docker('stop', id)
      await docker('rm', id)
      const { exitCode, lines } = await kept(id)
      expect(exitCode).toBe(3)
      heard.push(lines?.join(' '))
    }
    expect(heard.at(-1)).toBe('hello bye')
  })

  it('says how one ended that removes itself', async () => {
    const id = await begin('job', 'until test -e /go; do sleep 0.1; done; echo no luck; exit 4', '--rm')
    await docker('exec', id, 'touch', '/go')
    expect(await kept(id)).toMatchObject({ exitCode: 4, name: 'job' })
  })
})
