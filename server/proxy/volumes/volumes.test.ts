import { describe, expect, it } from 'vitest'
import { type Listed, manyHosts } from '@/server/testing/many-hosts'

const { engines, read, recorded } = manyHosts()

describe('volumes of many hosts', () => {
  it('are listed under their hosts', async () => {
    const { Volumes } = (await read('GET', '/volumes')).json()
    expect(Volumes.map(({ Name }: Listed) => Name)).toEqual(['n1/data', 'n2/data'])
  })

  it('are made on every host, or on the one that is named', async () => {
    const made: string[] = []
    for (const [at, each] of engines().entries()) {
      each.routes.set('/volumes/create', (_request, response, body) => {
        const { Name } = JSON.parse(body.toString())
        made.push(`n${at + 1}/${Name}`)
        response.writeHead(201)
        response.end(JSON.stringify({ Name }))
      })
    }
    expect((await read('POST', '/volumes/create', '{"Name":"x"}')).json()).toEqual({ Name: 'x' })
    await read('POST', '/volumes/create', '{"Name":"n2/y"}')
    const Labels = { 'com.docker.swarm.whitelists': '["node==n1"]' }
    await read('POST', '/volumes/create', JSON.stringify({ Name: 'z', Labels }))
    expect(made.sort()).toEqual(['n1/x', 'n1/z', 'n2/x', 'n2/y'])
    expect(await read('POST', '/volumes/create', '{"Name":"n9/y"}')).toMatchObject({ status: 404 })
  })

  it('are pruned on every host into one sum', async () => {
    for (const each of engines()) {
      each.routes.set('/volumes/prune', (_request, response) =>
        response.end('{"VolumesDeleted":["a"],"SpaceReclaimed":5}'),
      )
    }
    expect((await read('POST', '/volumes/prune')).json()).toEqual({ VolumesDeleted: ['a', 'a'], SpaceReclaimed: 10 })
    expect(recorded()).toMatchObject([{ action: 'volume.prune', target: '2', result: 'ok' }])
  })

  it('are no failure where there was nothing to remove, if that is how it was asked', async () => {
    expect((await read('DELETE', '/volumes/none')).status).toBe(404)
    expect((await read('DELETE', '/volumes/none?force=1')).status).toBe(204)
  })

  it('are anonymous without a name, so that a prune takes them', async () => {
    const bodies: Listed[] = []
    for (const each of engines()) {
      each.routes.set('/volumes/create', (_request, response, body) => {
        bodies.push(JSON.parse(body.toString()))
        response.writeHead(201).end(body)
      })
    }
    await read('POST', '/volumes/create', '{"Labels":{"a":"b"}}')
    await read('POST', '/volumes/create', '{"Name":"own"}')
    const labels = { a: 'b', 'com.docker.volume.anonymous': '' }
    expect(bodies.map(({ Labels }) => Labels)).toEqual([labels, labels, undefined, undefined])
    expect(bodies[0]?.Name).toBe(bodies[1]?.Name)
  })
})
