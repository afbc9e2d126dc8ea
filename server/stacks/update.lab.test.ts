// Ways of replacing containers on real engines: the new one first, together with what lives inside it, and many at once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import { type LabStacks, openLabStacks } from '@/server/testing/lab-stacks'

let lab: Lab
let open: LabStacks

beforeAll(async () => {
  lab = await startLab({ hosts: 2, registry: false })
  await lab.swarm(1)
  open = await openLabStacks(lab)
})
afterAll(async () => {
  await open?.close()
  await lab?.down()
})

const names = () =>
  open.cluster
    .containersOf({ stack: 'up' })
    .map(({ name }) => name)
    .sort()
const inside = async (name: string, ...command: string[]) =>
  (await lab.docker(open.cluster.container(name)?.hostName ?? '', 'exec', name, ...command)).stdout
/** A program that has been started listens when it gets round to it. */
const expectInside = (name: string, ...command: string[]) =>
  expect.poll(() => inside(name, ...command).catch((error: Error) => error.message))

describe.sequential('an update', () => {
  it('starts the new container first when the file says so, again and again', async () => {
    const compose = (version: number) => `
services:
  app:
    image: lab/web:${version}
    stop_grace_period: 0s
    deploy: {update_config: {order: start-first, monitor: 500ms}}
`
    await open.deployed('up', compose(1))
    for (const version of [2, 1]) {
      const { operations } = await open.deployed('up', compose(version))
      const at = (kind: string) => operations.find((item) => item.kind === kind)
      expect((at('stop-container')?.startedAt ?? '') >= (at('wait-container')?.finishedAt ?? 'z')).toBe(true)
      expect(names()).toHaveLength(1)
      expect((await open.deployed('up', compose(version))).operations).toEqual([])
    }
    expect(names()).toEqual(['up-app-1'])
    await open.ended((await open.stacks.remove('up', { volumes: true }, 'test')).id)
  })

  it("takes along what shares the container's network, and keeps anonymous volumes", async () => {
    const compose = (version: number) => `
services:
  app: {image: "lab/web:${version}", stop_grace_period: 0s}
  side: {image: busybox, command: [sleep, "1000"], network_mode: "service:app", stop_grace_period: 0s}
  cache: {image: redis:7, command: [redis-server, --loglevel, ${version === 1 ? 'notice' : 'warning'}], stop_grace_period: 1s}
`
    await open.deployed('up', compose(1))
    await expectInside('up-side-1', 'wget', '-qO-', 'http://127.0.0.1/').toMatch(/version 1/)
    await expectInside('up-cache-1', 'redis-cli', 'set', 'kept', 'yes').toContain('OK')
    await inside('up-cache-1', 'redis-cli', 'save')
    const plan = await open.deployed('up', compose(2))
    expect(plan.operations.find(({ service }) => service === 'side')?.why).toBe(
      'shares the network of app, which is replaced',
    )
    await expectInside('up-side-1', 'wget', '-qO-', 'http://127.0.0.1/').toMatch(/version 2/)
    await expectInside('up-cache-1', 'redis-cli', 'get', 'kept').toContain('yes')
    expect((await open.deployed('up', compose(2))).operations).toEqual([])
    await open.ended((await open.stacks.remove('up', { volumes: true }, 'test')).id)
  })

  it('of many services creates all before it stops any', async () => {
    const compose = (seconds: number) =>
      `services:\n${Array.from({ length: 12 }, (_, index) => `  s${index}: {image: busybox, command: [sleep, "${seconds}"], stop_grace_period: 0s, deploy: {replicas: 2, update_config: {monitor: 200ms}}}\n`).join('')}`
    await open.deployed('up', compose(1000))
    const { operations } = await open.deployed('up', compose(2000))
    const times = (kind: string, end: 'startedAt' | 'finishedAt') =>
      operations.filter((item) => item.kind === kind).map((item) => item[end] ?? '')
    expect(times('create-container', 'finishedAt')).toHaveLength(24)
    expect(
      (times('stop-container', 'startedAt').sort()[0] ?? '') >=
        (times('create-container', 'finishedAt').sort().at(-1) ?? 'z'),
    ).toBe(true)
    expect(names()).toHaveLength(24)
    expect(await open.ended((await open.stacks.remove('up', { volumes: true }, 'test')).id)).toMatchObject({
      state: 'succeeded',
    })
    expect((await lab.docker('n2', 'ps', '-aq')).stdout).toBe('')
  })
})
