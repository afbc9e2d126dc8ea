import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Cluster } from '@/server/cluster/types'
import { noRegistries } from '@/server/registries/types'
import { type TemporaryDatabase, temporaryDatabase } from '@/server/testing/database'
import { silentLog } from '@/server/testing/host-store'
import { newRecord } from './apply/record'
import { createDeployer } from './deployer'
import type { DeploymentRow } from './deployment-rows'
import { createDeploymentStore } from './deployment-store'
import { promisedBy } from './promised'
import { createRevisionStore, scaleOf } from './revision-store'

const at = new Date('2026-01-01T00:00:00Z')
const source = {
  files: [{ path: 'compose.yaml', content: 'services: {web: {image: web}}' }],
  variables: {},
  profiles: [],
  pins: {},
}
const rowOf = (over: Partial<DeploymentRow> = {}): DeploymentRow => ({
  id: 'd1',
  stackName: 'shop',
  kind: 'deploy',
  revisionNumber: 2,
  state: 'running',
  options: '{}',
  startedBy: 'admin',
  startedAt: at,
  finishedAt: null,
  error: null,
  ...over,
})

/** An operation on a host that is not there: it fails. */
const failing = newRecord({
  id: 'pull',
  kind: 'pull-image',
  hostId: 'gone',
  target: 'web',
  service: 'web',
  why: '',
  after: [],
  input: { reference: 'web' },
})

describe('the end of a deployment', () => {
  let temporary: TemporaryDatabase
  beforeEach(async () => {
    temporary = await temporaryDatabase()
    const { db } = temporary
    const revisions = createRevisionStore(db)
    const put = await revisions.putStack('shop', 'running', { web: 5 })
    await put()
    for (const number of [1, 2])
      await revisions.insert({ stackName: 'shop', number, source, summary: '', note: '', createdBy: 'admin' })
    await revisions.finish('shop', 1, 'active', null, {})
    await db.stack.update({ where: { name: 'shop' }, data: { activeRevision: 1 } })
  })
  afterEach(() => temporary.close())

  const open = (over: Partial<ReturnType<typeof createRevisionStore>> = {}) => {
    const { db } = temporary
    const deployments = createDeploymentStore(db)
    const revisions = { ...createRevisionStore(db), ...over }
    let told: () => void = () => undefined
    const ended = new Promise<void>((resolve) => {
      told = resolve
    })
    const cluster = {
      host: () => undefined,
      images: () => [],
      engine: () => {
        throw new Error('no such host')
      },
      subscribe: () => () => undefined,
    } as unknown as Cluster
    const deployer = createDeployer({
      cluster,
      registries: noRegistries,
      deployments,
      revisions,
      log: silentLog,
      now: () => at,
      activity: { record: async () => told() } as never,
      events: { progress: () => undefined, stackChanged: async () => undefined },
    })
    const begin = async (row: DeploymentRow, records = [newRecord(failing.operation)]) => {
      await db.$transaction(deployments.insert(row, records))
      deployer.begin(row, records, await deployer.revisionFor(row), [])
    }
    return { db, deployments, revisions, deployer, begin, ended }
  }

  it('is taken up again when the server is killed before all of it is written', async () => {
    let reached: () => void = () => undefined
    const killed = new Promise<void>((resolve) => {
      reached = resolve
    })
    const first = open({
      finish: () => {
        reached()
        return new Promise(() => undefined)
      },
    })
    await first.begin(rowOf(), [])
    await killed
    const second = open()
    expect(second.deployer.idOf('shop')).toBeUndefined()
    await second.deployer.claimAll()
    expect(second.deployer.idOf('shop')).toBe('d1')
    await second.deployer.resumeAll()
    await second.ended
    expect(await second.revisions.stack('shop')).toMatchObject({ activeRevision: 2 })
    expect((await second.revisions.list('shop')).map(({ state }) => state)).toEqual(['active', 'superseded'])
    expect(await second.deployments.unfinished()).toEqual([])
  })

  it('cannot be cancelled any more, so that an old revision is not brought back by the next start', async () => {
    let reached: () => void = () => undefined
    let goOn: () => void = () => undefined
    const closing = new Promise<void>((resolve) => {
      reached = resolve
    })
    const { setActive } = createRevisionStore(temporary.db)
    const { deployer, deployments, begin, ended } = open({
      setActive: async (name, number) => {
        reached()
        await new Promise<void>((resolve) => {
          goOn = resolve
        })
        await setActive(name, number)
      },
    })
    await begin(rowOf(), [])
    await closing
    await expect(deployer.cancel('d1', 'admin')).rejects.toMatchObject({ code: 'conflict' })
    goOn()
    await ended
    await deployments.setCancelling('d1')
    expect(await deployments.unfinished()).toEqual([])
    expect(await deployer.find('d1')).toMatchObject({ state: 'succeeded' })
  })

  it('keeps what was scaled when a deploy fails, and forgets it when one succeeds', async () => {
    const failed = open()
    await failed.begin(rowOf())
    await failed.ended
    const after = await failed.revisions.stack('shop')
    expect(after && [after.activeRevision, scaleOf(after)]).toEqual([1, { web: 5 }])
    const done = open()
    await done.begin(rowOf({ id: 'd2' }), [])
    await done.ended
    const now = await done.revisions.stack('shop')
    expect(now && [now.activeRevision, scaleOf(now)]).toEqual([2, {}])
  })

  it('that is taken up again counts with what it is about to make', async () => {
    const revision = await open().deployer.revisionFor(rowOf())
    const input = { service: 'web', number: 1, image: 'web', peers: {}, lane: 'shop-web-1' }
    const operation = { ...failing.operation, kind: 'create-container' as const, target: 'shop-web-1-next', input }
    const record = newRecord(operation)
    expect(promisedBy('shop', [failing, record], revision)).toMatchObject([
      { hostId: 'gone', container: { name: 'shop-web-1', stack: 'shop', service: 'web' } },
    ])
    expect(promisedBy('shop', [{ ...record, state: 'done' }], revision)).toEqual([])
  })

  it('deploys as the files say, whatever was scaled before', async () => {
    const { deployer } = open()
    const replicas = async (kind: string) =>
      (await deployer.revisionFor(rowOf({ kind })))?.services.get('web')?.replicas
    expect(await replicas('deploy')).toBe(1)
    expect(await replicas('scale')).toBe(5)
  })
})
