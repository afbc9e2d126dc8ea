import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestApi, type TestApi } from '@/server/testing/api'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'

const web = 'a'.repeat(64)
let test: TestApi
let engine: FakeEngine
let streams: ServerResponse[]

const reading = (second: number) =>
  `${JSON.stringify({
    read: `2026-01-01T00:00:0${second}Z`,
    cpu_stats: { cpu_usage: { total_usage: second * 1e9 }, system_cpu_usage: second * 4e9, online_cpus: 4 },
    precpu_stats: { cpu_usage: { total_usage: (second - 1) * 1e9 }, system_cpu_usage: (second - 1) * 4e9 },
    memory_stats: { usage: 2048, limit: 4096 },
  })}\n`

beforeEach(async () => {
  test = await openTestApi()
  engine = await test.engine({ name: 'kiel-1', containers: [fakeContainer({ Id: web, Name: '/web' })] })
  streams = []
  engine.routes.set(`/containers/${web}/stats`, (_request, response) => {
    streams.push(response)
    response.write(reading(streams.length + 1))
  })
  await test.cluster.addHost({ address: engine.address })
  await test.cluster.settled(2_000)
})
afterEach(() => test.end())

it('streams what a container uses from one stream of its engine for all, and ends that with the last', async () => {
  const { cookie } = await test.login()
  const open = async () => {
    const answer = await test.api.request(`http://localhost/api/v1/containers/${web}/stats`, { headers: { cookie } })
    const reader = answer.body?.getReader()
    const next = async () => JSON.parse(new TextDecoder().decode((await reader?.read())?.value))
    return { next, leave: () => reader?.cancel() }
  }
  const first = await open()
  expect(await first.next()).toMatchObject({
    measures: { cpuPercent: 100, onlineCpus: 4, memoryBytes: 2048, memoryLimitBytes: 4096, network: null },
  })
  const second = await open()
  expect(await second.next()).toMatchObject({ measures: { cpuPercent: 100 } })
  streams[0]?.write(reading(3))
  expect(await Promise.all([first.next(), second.next()])).toMatchObject([{ measures: {} }, { measures: {} }])
  expect(streams).toHaveLength(1)
  await first.leave()
  expect(streams[0]?.destroyed).toBe(false)
  await second.leave()
  await expect.poll(() => streams[0]?.destroyed, { timeout: 20_000 }).toBe(true)
  const again = await open()
  await again.next()
  expect(streams).toHaveLength(2)
  await again.leave()
})
