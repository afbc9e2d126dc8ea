import { describe, expect, it } from 'vitest'
import { filters, manyHosts } from '@/server/testing/many-hosts'

const { ask, engine, engines, read } = manyHosts()
const soon = { timeout: 20_000 }

describe('events of many hosts', () => {
  it('come from all hosts in one stream, each with its host, and tell of hosts that come and go', async () => {
    const response = await ask('GET', `/events?${filters({ type: ['container', 'swarm'] })}`)
    let said = ''
    response.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
    })
    response.on('error', () => undefined)
    const lines = () =>
      said
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
    engine(0).emit({ Type: 'container', Action: 'start', Actor: { ID: 'c1', Attributes: { name: 'web' } }, time: 1 })
    engine(1).emit({ Type: 'network', Action: 'create', Actor: { ID: 'x' } })
    engine(1).emit({ Type: 'container', Action: 'die', from: 'web:1', Actor: { ID: 'c2' } })
    await expect.poll(() => lines().length, soon).toBe(2)
    expect(lines().find(({ Action }) => Action === 'start')).toMatchObject({
      Actor: { ID: 'c1', Attributes: { name: 'web', 'node.name': 'n1', 'node.ip': '127.0.0.1' } },
    })
    expect(lines().find(({ Action }) => Action === 'die').from).toBe('web:1 node:n2')
    await engine(1).stop()
    await expect
      .poll(() => lines().at(-1), soon)
      .toMatchObject({ Action: 'engine_disconnect', Actor: { Attributes: { 'node.name': 'n2' } } })
    await engine(1).restart()
    await expect.poll(() => lines().at(-1), soon).toMatchObject({ Action: 'engine_connect' })
    response.destroy()
  })

  it('of the past are in order of time, and end where they are to end', async () => {
    for (const [at, each] of engines().entries()) {
      // The cluster has its stream by now; this one is asked for what was.
      each.routes.set('/events', (_request, response) => {
        const at2 = (timeNano: number) => JSON.stringify({ Type: 'container', Action: `a${timeNano}`, timeNano })
        response.end(`${at2(10 + at)}\n${at2(20 - at)}\n`)
      })
    }
    const { said } = await read('GET', '/events?since=0&until=1')
    expect([...said.matchAll(/"Action":"(\w+)"/g)].map(([, action]) => action)).toEqual(['a10', 'a11', 'a19', 'a20'])
    expect((await read('GET', '/events?since=soon')).status).toBe(400)
  })

  it('of a long past come whole, however many they are', async () => {
    const id = 'x'.repeat(1_000)
    for (const each of engines()) {
      const lines = Array.from({ length: 6_000 }, (_each, at) =>
        JSON.stringify({ Type: 'container', Action: 'die', Actor: { ID: id }, timeNano: at + 1 }),
      )
      each.routes.set('/events', (_request, response) => response.end(`${lines.join('\n')}\n`))
    }
    const { said } = await read('GET', '/events?since=0&until=1')
    expect(said.split('"die"')).toHaveLength(12_001)
  })
})
