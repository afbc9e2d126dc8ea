// Deploys that go wrong on real engines: what ran goes on running, the reason is told, and a killed server finishes its work.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import type { Deployment } from '@/lib/contract/deployments'
import { type LabStacks, openLabStacks, requestOf } from '@/server/testing/lab-stacks'
import type { Performer } from './apply/context'
import { performersWith } from './apply/perform'

let lab: Lab
let open: LabStacks

beforeAll(async () => {
  lab = await startLab({ hosts: 3 })
  await lab.swarm(1)
  open = await openLabStacks(lab)
})
afterAll(async () => {
  await open?.close()
  await lab?.down()
})

const container = (name: string) => open.cluster.container(name)
const allOn = async (host: string) =>
  (await lab.docker(host, 'ps', '-a', '--format', '{{.Names}}')).stdout.split('\n').filter(Boolean)
const removed = async (name: string) => open.ended((await open.stacks.remove(name, { volumes: true }, 'test')).id)
const deploy = (name: string, compose: string) => open.stacks.deploy(name, requestOf(compose), 'test')
const isDone = (id: string, target: string, kind: string) =>
  open.events.some(
    (event) =>
      event.type === 'deployment' &&
      event.id === id &&
      event.operations.some((item) => item.kind === kind && item.target === target && item.state === 'done'),
  )
const states = ({ operations }: Deployment) => new Set(operations.map(({ state }) => state))

const one = (image: string, command = '[sleep, "1000"]') => `
services:
  app: {image: ${image}, command: ${command}, stop_grace_period: 0s}
`

describe.sequential('a new version that fails', () => {
  afterEach(async () => {
    await removed('one')
  })

  it('is never stopped for when its image cannot be pulled', async () => {
    await open.deployed('one', one('busybox'))
    const before = container('one-app-1')?.id
    const { id } = await deploy('one', one('nosuch:9'))
    const failed = await open.ended(id)
    expect(failed.state).toBe('failed')
    expect(failed.error).toMatch(/^Pulling nosuch:9 on n\d failed: .*What was not reached runs as before\.$/)
    expect(states(failed)).toEqual(new Set(['failed', 'skipped']))
    expect(container('one-app-1')).toMatchObject({ id: before, state: 'running' })
    expect((await open.stacks.revisions('one')).map(({ state }) => state)).toEqual(['failed', 'active'])
    expect(await open.stacks.get('one')).toMatchObject({ state: 'failed', revision: 1 })
  })

  it('makes room for the old one again when it ends at once, and its last words are kept', async () => {
    await open.deployed('one', one('busybox'))
    const before = container('one-app-1')?.id
    const { id } = await deploy('one', one('busybox', '[sh, -c, "echo bad config; exit 7"]'))
    const failed = await open.ended(id)
    expect(failed.error).toContain('one-app-1 exited with code 7. Its last words: bad config')
    expect(container('one-app-1')).toMatchObject({ id: before, state: 'running' })
    for (const { name } of lab.hosts) expect((await allOn(name)).join()).not.toMatch(/replaced|next/)
    const again = await open.deployed('one', one('busybox'))
    expect(again.operations).toEqual([])
  })

  it('leaves the other service, which is replaced well, in its new version', async () => {
    const two = (app: string, other: string) => `
services:
  app: {image: busybox, command: ${app}, stop_grace_period: 0s}
  other: {image: busybox, command: ${other}, stop_grace_period: 0s}
`
    await open.deployed('one', two('[sleep, "1"]', '[sleep, "1000"]').replace('"1"]', '"1000"]'))
    const app = container('one-app-1')?.id
    const { id } = await deploy('one', two('[sh, -c, "exit 1"]', '[sleep, "2000"]'))
    await open.ended(id)
    expect(container('one-app-1')).toMatchObject({ id: app, state: 'running' })
    expect(container('one-other-1')?.state).toBe('running')
  })
})

describe.sequential('one deployment at a time', () => {
  const slow = `
services:
  first:
    image: busybox
    command: [sleep, "1000"]
    stop_grace_period: 0s
    healthcheck: {test: ["CMD", "test", "-e", "/ready"], interval: 500ms, retries: 1000}
  second:
    image: busybox
    command: [sleep, "1000"]
    stop_grace_period: 0s
    depends_on: {first: {condition: service_healthy}}
`
  afterEach(async () => {
    await removed('slow')
  })

  it('refuses a second one, can be cancelled, and then takes back what never ran', async () => {
    const { id } = await deploy('slow', slow)
    await expect(deploy('slow', slow)).rejects.toMatchObject({
      code: 'deployment_running',
      details: { deploymentId: id },
    })
    await expect(open.stacks.remove('slow', { volumes: false }, 'test')).rejects.toMatchObject({
      code: 'deployment_running',
    })
    await open.until(() => isDone(id, 'slow-first-1', 'start-container'))
    await open.stacks.cancel(id, 'test')
    const cancelled = await open.ended(id)
    expect(cancelled).toMatchObject({ state: 'cancelled', error: null })
    expect(container('slow-first-1')?.state).toBe('running')
    expect(container('slow-second-1')).toBeUndefined()
    expect((await open.stacks.revisions('slow'))[0]?.state).toBe('cancelled')
    await expect(open.stacks.cancel(id, 'test')).rejects.toMatchObject({ code: 'conflict' })
  })

  it('goes on after the server was killed: nothing twice, nothing lost', async () => {
    const { id } = await deploy('slow', slow)
    await open.until(() => isDone(id, 'slow-first-1', 'start-container'))
    const first = container('slow-first-1')?.id
    await open.kill()
    await expect(deploy('slow', slow)).rejects.toMatchObject({ code: 'deployment_running' })
    await lab.docker(container('slow-first-1')?.hostName ?? '', 'exec', 'slow-first-1', 'touch', '/ready')
    const done = await open.ended(id)
    expect(done).toMatchObject({ state: 'succeeded', error: null })
    expect(container('slow-first-1')?.id).toBe(first)
    expect(container('slow-second-1')?.state).toBe('running')
    expect((await Promise.all(lab.hosts.map(({ name }) => allOn(name)))).flat().sort()).toEqual([
      'slow-first-1',
      'slow-second-1',
    ])
  })

  /** Each operation is done on its engine, and the server is gone before it has written that down. */
  const killedAfterEach = (killed: Set<string>): NonNullable<Parameters<typeof open.kill>[0]> => {
    let isDead = false
    const killing = Object.entries(performersWith(open.registries)).map(([kind, perform]): [string, Performer] => [
      kind,
      async (act) => {
        const detail = await perform(act)
        if (isDead || killed.has(act.operation.id)) return detail
        isDead = true
        killed.add(act.operation.id)
        void open.kill(killedAfterEach(killed))
        return detail
      },
    ])
    return Object.fromEntries(killing) as ReturnType<typeof performersWith>
  }

  it('comes to the same end whenever it is killed', async () => {
    const many = (version: number) => `
services:
  job: {image: busybox, command: [sh, -c, "echo ran >> /log/runs"], volumes: ["runs:/log"]}
  app:
    image: lab/web:${version}
    stop_grace_period: 0s
    deploy: {replicas: 3}
    depends_on: {job: {condition: service_completed_successfully}}
volumes: {runs: {}}
`
    for (const version of [1, 2]) {
      const killed = new Set<string>()
      await open.kill(killedAfterEach(killed))
      const { id } = await deploy('slow', many(version))
      await expect.poll(async () => (await open.stacks.deployment(id)).state, { timeout: 90_000 }).not.toBe('running')
      await open.kill()
      const { state, error, operations } = await open.stacks.deployment(id)
      expect([state, error]).toEqual(['succeeded', null])
      expect([...killed].sort()).toEqual(operations.map(({ id }) => id).sort())
      expect(container('slow-app-3')?.image).toBe(`lab/web:${version}`)
    }
    const names = (await Promise.all(lab.hosts.map(({ name }) => allOn(name)))).flat().sort()
    expect(names).toEqual(['slow-app-1', 'slow-app-2', 'slow-app-3', 'slow-job-1'])
    const at = container('slow-job-1')?.hostName ?? ''
    // The words of a program that ends at once may be lost by an engine that is busy.
    const look = ['run', '--rm', '-v', 'slow_runs:/log', 'busybox', 'cat', '/log/runs']
    await expect.poll(async () => (await lab.docker(at, ...look)).stdout.trim()).toBe('ran')
  }, 240_000)
})

describe.sequential('a host that dies in the middle', () => {
  it('is named, the others finish what they began, and its containers are not touched', async () => {
    const wide = (version: number) => `
services:
  app:
    image: lab/web:${version}
    stop_grace_period: 0s
    deploy: {mode: global, update_config: {parallelism: 1, monitor: ${version}s}}
`
    await open.deployed('wide', wide(1))
    const { id } = await deploy('wide', wide(2))
    const started = () =>
      open.events.find(
        (event) =>
          event.type === 'deployment' &&
          event.id === id &&
          event.operations.some(({ kind, state }) => kind === 'wait-container' && state === 'done'),
      )
    await open.until(() => started() !== undefined)
    const last = (await open.stacks.deployment(id)).operations.filter(({ kind }) => kind === 'stop-container').at(-1)
    const victim = last?.hostName ?? ''
    await lab.cut(victim)
    const failed = await open.ended(id)
    expect(failed.state).toBe('failed')
    expect(failed.error).toContain(` on ${victim} failed: `)
    const survivors = lab.hosts.map(({ name }) => name).filter((name) => name !== victim)
    for (const name of survivors)
      expect((await lab.docker(name, 'ps', '--format', '{{.Names}}')).stdout).toMatch(/wide-app-\d/)
    await lab.heal(victim)
  }, 180_000)
})
