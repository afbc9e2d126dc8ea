// Files and gossip of the farm as the server's own readers of them see it.
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSmallFile, statPath } from '@/server/docker/archive'
import { openEngine } from '@/server/docker/engine'
import { listByArchive } from '@/server/docker/list-by-archive'
import { putFile } from '@/server/docker/put-file'
import { type Farm, startFarm } from './farm'

let farm: Farm
beforeAll(async () => {
  farm = await startFarm({ hosts: 4, containersPerHost: 20, port: 0, net: 203 })
})
afterAll(() => farm.close())

const hostAt = (at: number) => {
  const host = farm.hosts[at]
  if (!host) throw new Error(`no host ${at}`)
  return host
}
const engineOf = (at: number) => openEngine(`tcp://${hostAt(at).ip}:${hostAt(at).port}`)
const textOf = async (at: number, id: string, path: string) =>
  (await readSmallFile(engineOf(at), id, path, { limitBytes: 10_000 }))?.toString('utf8')

describe('files of a container on the farm', () => {
  it('are listed, read and replaced', async () => {
    const engine = engineOf(0)
    const [container] = hostAt(0).containers.values()
    const id = container?.id ?? ''
    const root = await listByArchive(engine, id, '/', [])
    expect(root.isComplete).toBe(true)
    expect(root.entries.map(({ name, kind }) => `${kind} ${name}`)).toEqual(
      expect.arrayContaining(['folder app', 'folder etc', 'folder tmp']),
    )
    const bin = await listByArchive(engine, id, '/bin', [])
    expect(bin.entries).toContainEqual(
      expect.objectContaining({ name: 'sh', kind: 'link', linkTarget: '/bin/busybox' }),
    )
    expect(await textOf(0, id, '/etc/hostname')).toBe(`${id.slice(0, 12)}\n`)
    expect(await statPath(engine, id, '/nowhere')).toBeNull()

    const put = (text: string, overwrite: boolean) =>
      putFile(engine, id, {
        folder: '/app',
        name: 'new/settings.txt',
        size: text.length,
        content: Readable.from([Buffer.from(text)]),
        overwrite,
        signal: new AbortController().signal,
      })
    expect(await put('one', false)).toEqual({ path: '/app/new/settings.txt', isNew: true })
    await expect(put('two', false)).rejects.toThrow('is there already')
    await put('two', true)
    expect(await textOf(0, id, '/app/new/settings.txt')).toBe('two')
  })
})

describe('bulk on the farm', () => {
  const bytesOf = async (stream: AsyncIterable<Buffer>) => {
    let size = 0
    for await (const chunk of stream) size += chunk.length
    return size
  }
  it('is printed, given and taken without being kept', async () => {
    const engine = engineOf(1)
    const [container] = hostAt(1).containers.values()
    const bytes = 5_000_001
    const path = `/containers/${container?.id}/archive`
    const tar = await engine.stream('GET', path, { query: { path: `/bulk/${bytes}` } })
    expect(await bytesOf(tar)).toBe(512 + Math.ceil(bytes / 512) * 512 + 1024)
    const body = Buffer.alloc(1_000_000)
    await expect(engine.json('PUT', path, { query: { path: '/bulk' }, body })).resolves.toBeUndefined()
    const Image = container?.spec.image
    const spoken = { Image, Cmd: ['head', '-c', String(bytes), '/dev/zero'], Tty: true }
    const { Id } = await engine.json<{ Id: string }>('POST', '/containers/create', { body: spoken })
    await engine.json('POST', `/containers/${Id}/start`)
    const log = await engine.stream('GET', `/containers/${Id}/logs`, { query: { stdout: true } })
    expect(await bytesOf(log)).toBe(bytes)
  })
})

describe('an overlay on the farm', () => {
  it('tells to each host who is on it anywhere', async () => {
    const places = farm.hosts.flatMap((host, at) =>
      [...host.containers.values()].flatMap(({ status, endpoints }) =>
        status === 'running'
          ? endpoints.filter(({ network }) => network.scope === 'swarm').map(({ network }) => ({ at, network }))
          : [],
      ),
    )
    const place = places.find(({ at, network }) => places.some((other) => other.network === network && other.at !== at))
    if (!place) throw new Error('no overlay spans two hosts here')
    type Answer = { Services: Record<string, { Tasks: { EndpointIP: string }[] }> }
    const answer = await engineOf(place.at).json<Answer>('GET', `/networks/${place.network.id}`, {
      query: { verbose: true },
    })
    const told = answer?.Services['']?.Tasks ?? []
    expect(told).toHaveLength(places.filter(({ network }) => network === place.network).length)
  })
})
