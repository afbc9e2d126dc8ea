import { describe, expect, it } from 'vitest'
import { fakeContainer } from '@/server/testing/fake-engine'
import { filters, type Listed, manyHosts } from '@/server/testing/many-hosts'

const { cluster, engine, engines, read } = manyHosts()
const soon = { timeout: 20_000 }

describe('networks of many hosts', () => {
  it('are listed under their hosts, what spans them once', async () => {
    const names = async (path: string) => ((await read('GET', path)).json() as Listed[]).map(({ Name }) => Name)
    expect(await names('/networks')).toEqual(['n1/bridge', 'n2/bridge', 'over'])
    expect(await names(`/networks?${filters({ type: ['custom'] })}`)).toEqual(['over'])
    expect(await names(`/networks?${filters({ node: ['n2'], driver: ['bridge'] })}`)).toEqual(['n2/bridge'])
    expect((await read('GET', '/networks/bridge')).said).toContain(
      'network bridge is ambiguous (2 matches found on name)',
    )
    expect((await read('GET', '/networks/none')).status).toBe(404)
    const own = '{"Name":"bridge",  "Id":"bridge1"}\n'
    engine(1).routes.set('/networks/bridge1', (_request, response) => response.end(own))
    expect((await read('GET', '/networks/n2/bridge')).said).toBe(own)
    for (const [at, each] of engines().entries()) {
      const Containers = { [`c${at}`]: { Name: `web${at}` }, 'lb-over': { Name: 'over-endpoint' } }
      each.add(
        fakeContainer({
          Id: `c${at}`,
          NetworkSettings: { Networks: { over: { NetworkID: 'overlay1', IPAddress: '' } } },
        }),
      )
      each.routes.set('/networks/overlay1', (_request, response) =>
        response.end(JSON.stringify({ Name: 'over', Containers, Options: {} })),
      )
    }
    await expect.poll(() => cluster().network('over')?.endpoints.length, soon).toBe(2)
    expect((await read('GET', '/networks/over')).json()).toEqual({
      Name: 'over',
      Containers: { c0: { Name: 'web0' }, c1: { Name: 'web1' } },
      Options: {},
    })
  })
})

describe('networks for clients that look for a name', () => {
  it('have the name that compose gave, where only one has it', async () => {
    engine(0).networks = [...engine(0).networks, { Id: 'own0', Name: 'shop_n', Scope: 'local', Driver: 'bridge' }]
    await cluster().refresh(cluster().hosts()[0]?.id ?? '', ['networks'])
    const namesFor = async (agent: string) => {
      const listed = await read('GET', '/networks', undefined, { 'user-agent': agent })
      return (listed.json() as Listed[]).map(({ Name }) => Name).sort()
    }
    expect(await namesFor('compose/2.40.3')).toEqual(['n1/bridge', 'n2/bridge', 'over', 'shop_n'])
    expect(await namesFor('Docker-Client/28.5.2 (linux)')).toEqual(['n1/bridge', 'n1/shop_n', 'n2/bridge', 'over'])
  })

  it('are not made by the names that engines use themselves', async () => {
    expect(await read('POST', '/networks/create', '{"Name":"n1/host"}')).toMatchObject({
      status: 403,
      said: '{"message":"operation is not permitted on predefined host network"}\n',
    })
  })
})
