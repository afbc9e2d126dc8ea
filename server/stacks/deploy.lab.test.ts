// Files of each generation of compose over three real hosts: they run, find each other by name, change piece by piece,
// go back, and leave nothing behind.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import { type LabStacks, openLabStacks, requestOf } from '@/server/testing/lab-stacks'

let lab: Lab
let open: LabStacks

beforeAll(async () => {
  lab = await startLab({
    hosts: [{ labels: { storage: 'ssd' } }, { labels: { storage: 'disk' } }, { labels: { storage: 'disk' } }],
  })
  await lab.swarm(1)
  open = await openLabStacks(lab)
})
afterAll(async () => {
  await open?.close()
  await lab?.down()
})

const hostOf = (name: string) => open.cluster.container(name)?.hostName ?? ''
const idOf = (name: string) => open.cluster.container(name)?.id
const inside = async (container: string, ...command: string[]) =>
  (await lab.docker(hostOf(container), 'exec', container, ...command)).stdout
const fetchFrom = (container: string, name: string) => inside(container, 'wget', '-T', '5', '-qO-', `http://${name}/`)
/** A program listens when it gets round to it, and the engines tell each other of names in their own time. */
const said = (ask: Promise<string>) => ask.catch((error: Error) => error.message)
const removed = async (name: string, volumes = true) =>
  open.ended((await open.stacks.remove(name, { volumes }, 'test')).id)

const v1 = `
web:
  image: lab/web:1
  links: [db:database]
  environment: ["constraint:storage==ssd", "GREETING=hello"]
db:
  image: lab/web:2
  environment: ["constraint:storage==disk"]
`

describe.sequential('a v1 file with links', () => {
  it('runs over two hosts, and the link is a name for the linker alone', async () => {
    await open.deployed('old', v1)
    expect(hostOf('old-web-1')).toBe('n1')
    expect(hostOf('old-db-1')).not.toBe('n1')
    for (const name of ['database', 'db'])
      await expect.poll(() => said(fetchFrom('old-web-1', name))).toMatch(/version 2/)
    await expect(fetchFrom('old-db-1', 'database')).rejects.toThrow()
    const inspected = JSON.parse((await lab.docker('n1', 'inspect', 'old-web-1')).stdout)[0]
    expect(inspected.Config.Env).toContain('GREETING=hello')
    expect(inspected.Config.Env.some((entry: string) => entry.startsWith('constraint:'))).toBe(false)
    expect(inspected.Config.Labels['com.docker.swarm.constraints']).toBe('["storage==ssd"]')
    expect(inspected.Config.Labels['com.docker.compose.project']).toBe('old')
  })

  it('goes without a trace', async () => {
    expect(await removed('old')).toMatchObject({ state: 'succeeded', error: null })
    await expect(open.stacks.get('old')).rejects.toMatchObject({ code: 'not_found' })
    for (const { name } of lab.hosts) expect((await lab.docker(name, 'ps', '-aq')).stdout).toBe('')
    expect((await lab.docker('n1', 'network', 'ls', '-q', '--filter', 'name=old_default')).stdout).toBe('')
  })
})

const v3 = (web: string, mode: string, replicas: number) => `
version: "3.8"
services:
  cache:
    image: redis:7
    volumes: [data:/data]
    deploy: {placement: {constraints: [node.labels.storage == ssd]}}
  web:
    image: ${web}
    ports: ["8085:80"]
    environment: {MODE: ${mode}}
    depends_on: [cache]
    deploy:
      replicas: ${replicas}
      placement: {max_replicas_per_node: 1}
volumes: {data: {}}
`

describe.sequential('a v3 file with placement', () => {
  it('puts a fixed port on as many hosts as there are replicas', async () => {
    await open.deployed('shop', v3('lab/web:1', 'a', 3))
    expect(hostOf('shop-cache-1')).toBe('n1')
    expect(['shop-web-1', 'shop-web-2', 'shop-web-3'].map(hostOf).sort()).toEqual(['n1', 'n2', 'n3'])
    await expect.poll(() => said(fetchFrom('shop-web-3', 'shop-web-1'))).toMatch(/version 1/)
    expect(await open.stacks.get('shop')).toMatchObject({
      state: 'running',
      revision: 1,
      statement: 'All 4 containers run.',
    })
  })

  it('refuses a fourth one with the reason, and touches nothing', async () => {
    await expect(open.stacks.deploy('shop', requestOf(v3('lab/web:1', 'a', 4)), 'test')).rejects.toMatchObject({
      code: 'plan_blocked',
      details: { problems: [{ code: 'no_placement', service: 'web' }] },
    })
    expect(await open.stacks.revisions('shop')).toHaveLength(1)
  })

  it('does nothing when nothing changed, and still keeps the revision', async () => {
    const deployment = await open.deployed('shop', v3('lab/web:1', 'a', 3))
    expect(deployment.operations).toEqual([])
    expect((await open.stacks.revisions('shop')).map(({ number, state }) => [number, state])).toEqual([
      [2, 'active'],
      [1, 'superseded'],
    ])
  })

  it('replaces only the service that changed', async () => {
    const before = { cache: idOf('shop-cache-1'), web: idOf('shop-web-1') }
    const { containers } = await open.stacks.plan('shop', requestOf(v3('lab/web:2', 'b', 3)))
    expect(containers.filter(({ action }) => action === 'recreate').map(({ service }) => service)).toEqual([
      'web',
      'web',
      'web',
    ])
    expect(containers.find(({ service }) => service === 'web')?.changes).toMatchObject([
      { key: 'image', from: 'lab/web:1', to: 'lab/web:2' },
      { key: 'environment.MODE', from: 'a', to: 'b', file: 'compose.yaml' },
    ])
    await open.deployed('shop', v3('lab/web:2', 'b', 3))
    expect(idOf('shop-cache-1')).toBe(before.cache)
    expect(idOf('shop-web-1')).not.toBe(before.web)
    await expect.poll(() => said(fetchFrom('shop-cache-1', 'web'))).toMatch(/version 2/)
    for (const { name } of lab.hosts) {
      expect((await lab.docker(name, 'ps', '-a', '--format', '{{.Names}}')).stdout).not.toMatch(/replaced|next/)
    }
  })

  it('goes back to an earlier revision as a revision of its own', async () => {
    const { id } = await open.stacks.rollback('shop', 1, 'test')
    expect(await open.ended(id)).toMatchObject({ state: 'succeeded', kind: 'rollback', revision: 4 })
    expect(open.cluster.container('shop-web-1')?.image).toBe('lab/web:1')
    expect(await open.stacks.revision('shop', 4)).toMatchObject({ note: 'Back to revision 1', state: 'active' })
  })

  it('is scaled without a new revision', async () => {
    const { id } = await open.stacks.scale('shop', 'web', 1, 'test')
    expect(await open.ended(id)).toMatchObject({ state: 'succeeded', kind: 'scale' })
    expect(
      open.cluster
        .containersOf({ stack: 'shop' })
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['shop-cache-1', 'shop-web-1'])
    expect(await open.stacks.get('shop')).toMatchObject({ revision: 4, state: 'running' })
  })

  it('refuses a deploy that was begun on another revision', async () => {
    await expect(
      open.stacks.deploy('shop', requestOf(v3('lab/web:1', 'a', 3), { baseRevision: 3 }), 'test'),
    ).rejects.toMatchObject({ code: 'stale_revision' })
  })

  it('keeps its volume when it is removed, and its data for the next time', async () => {
    await inside('shop-cache-1', 'redis-cli', 'set', 'kept', 'yes')
    await inside('shop-cache-1', 'redis-cli', 'save')
    expect(await removed('shop', false)).toMatchObject({ state: 'succeeded' })
    expect((await lab.docker('n1', 'volume', 'ls', '-q')).stdout).toContain('shop_data')
    await open.deployed('shop', v3('lab/web:1', 'a', 1))
    await expect.poll(() => said(inside('shop-cache-1', 'redis-cli', 'get', 'kept'))).toContain('yes')
    await removed('shop')
    expect((await lab.docker('n1', 'volume', 'ls', '-q')).stdout).not.toContain('shop_data')
  })
})

const spec = `
services:
  db:
    image: redis:7
    healthcheck: {test: [CMD, redis-cli, ping], interval: 1s, retries: 5}
    deploy: {placement: {constraints: [node.hostname == n3]}}
  migrate:
    image: redis:7
    command: [redis-cli, -h, db, set, migrated, "yes"]
    depends_on: {db: {condition: service_healthy}}
    deploy: {placement: {constraints: [node.hostname == n2]}}
  web:
    image: lab/web:1
    depends_on: {migrate: {condition: service_completed_successfully}}
    configs: [{source: motd, target: /etc/motd, mode: 0440}]
    volumes: ["./site:/srv/site:ro"]
    deploy: {placement: {constraints: [node.hostname == n1]}}
configs:
  motd: {content: "welcome"}
`

describe.sequential('a specification file with health conditions', () => {
  it('waits over hosts, runs the job once, and brings files along', async () => {
    const files = [
      { path: 'compose.yaml', content: spec },
      { path: 'site/index.html', content: '<p>brought along</p>' },
    ]
    const first = await open.deployed('app', spec, { files })
    const at = (kind: string, target: string) =>
      first.operations.find((item) => item.kind === kind && item.target === target)
    expect(at('wait-container', 'app-db-1')?.detail).toBe('healthy')
    const started = (target: string) => at('start-container', target)?.startedAt ?? ''
    expect(started('app-migrate-1') >= (at('wait-container', 'app-db-1')?.finishedAt ?? 'z')).toBe(true)
    expect(started('app-web-1') >= (at('wait-container', 'app-migrate-1')?.finishedAt ?? 'z')).toBe(true)
    expect(await inside('app-db-1', 'redis-cli', 'get', 'migrated')).toContain('yes')
    expect(await inside('app-web-1', 'cat', '/etc/motd')).toBe('welcome')
    expect(await inside('app-web-1', 'cat', '/srv/site/index.html')).toContain('brought along')
    expect(await open.stacks.get('app')).toMatchObject({
      state: 'running',
      statement: 'All 2 containers run; 1 job did the work and ended.',
    })
    const again = await open.deployed('app', spec, { files })
    expect(again.operations).toEqual([])
    await removed('app')
  })

  it('says which words a container had when what others wait for fails', async () => {
    const failing = spec.replace(
      '[redis-cli, -h, db, set, migrated, "yes"]',
      '[sh, -c, "echo no such table >&2; exit 3"]',
    )
    await expect(
      open.deployed('app', failing, {
        files: [
          { path: 'compose.yaml', content: failing },
          { path: 'site/a', content: 'a' },
        ],
      }),
    ).rejects.toThrow(/app-migrate-1 exited with code 3\. Its last words: no such table/)
    expect(open.cluster.container('app-web-1')).toBeUndefined()
    expect(await open.stacks.get('app')).toMatchObject({ state: 'failed' })
    await removed('app')
  })
})
