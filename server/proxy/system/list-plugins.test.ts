import { describe, expect, it } from 'vitest'
import { filters, manyHosts } from '@/server/testing/many-hosts'

const { cluster, engine, engines, read } = manyHosts()
const soon = { timeout: 20_000 }
const plugin = (Name: string, Id: string, more: object = {}) => ({ Id, Name, Enabled: true, ...more })
const tell = (at: number, list: unknown) =>
  engine(at).routes.set('/plugins', (_request, response) => response.end(JSON.stringify(list)))

describe('plugins of many hosts', () => {
  it('are listed once each, as the first host that has them tells of them', async () => {
    tell(0, [plugin('a', 'a1'), plugin('b', 'b1', { Settings: { Env: ['X=1'] } })])
    tell(1, [plugin('b', 'b2'), plugin('c', 'c2')])
    expect((await read('GET', '/plugins')).json()).toEqual([
      plugin('a', 'a1'),
      plugin('b', 'b1', { Settings: { Env: ['X=1'] } }),
      plugin('c', 'c2'),
    ])
  })

  it('are filtered by the engines', async () => {
    const asked: string[] = []
    for (const each of engines()) {
      each.routes.set('/plugins', (request, response) => {
        asked.push(new URL(request.url ?? '', 'http://x').searchParams.get('filters') ?? '')
        response.end('[]')
      })
    }
    expect((await read('GET', `/plugins?${filters({ capability: ['volumedriver'] })}`)).json()).toEqual([])
    expect(asked).toEqual(['{"capability":["volumedriver"]}', '{"capability":["volumedriver"]}'])
  })

  it('are not listed in part: a host that fails is named', async () => {
    tell(0, [plugin('a', 'a1')])
    engine(1).pathFaults.set('/plugins', 'error')
    expect(await read('GET', '/plugins')).toMatchObject({
      status: 502,
      said: expect.stringMatching(/n2: .*the storage driver is on fire/),
    })
  })

  it('are asked of nobody who is known to be away', async () => {
    tell(0, [plugin('a', 'a1')])
    tell(1, [plugin('b', 'b2')])
    await engine(1).stop()
    await expect.poll(() => cluster().host('n2')?.state, soon).toBe('unreachable')
    expect((await read('GET', '/plugins')).json()).toEqual([plugin('a', 'a1')])
  })

  it('are none where an engine answers with something else', async () => {
    tell(0, null)
    tell(1, ['odd', null, plugin('c', 'c2')])
    expect((await read('GET', '/plugins')).json()).toEqual([plugin('c', 'c2')])
  })
})
