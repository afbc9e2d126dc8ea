// Carrying built images through a registry: an engine and a registry that are two maps, and what is left in them.
import { Readable } from 'node:stream'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Operation, OperationKind } from '@/lib/contract/deployments'
import type { Image } from '@/lib/contract/inventory'
import { AppError } from '@/server/errors'
import { noRegistries } from '@/server/registries/types'
import { lotseLabel } from '../labels'
import type { Act } from './context'
import { performPush } from './perform-built'
import { performPull } from './perform-image'

const from = 'kiel.lan:5000/team/shop-app:build-1'
const digest = 'sha256:d1'
const pinned = `kiel.lan:5000/team/shop-app@${digest}`
const hash = 'hash-1'
const refused = new AppError('engine_error', 'unauthorized: authentication required', { details: { statusCode: 500 } })

/** Tag → hash of the files it was built from; also what hosts call by its digest. */
let local: Map<string, string>
let registry: Map<string, string>
let isDown: boolean
let noted: Map<string, string>
const registries = {
  ...noRegistries,
  pushedDigest: async (reference: string) => noted.get(reference),
  notePushed: async (reference: string, given: string) => void noted.set(reference, given),
}
let asked: string[]
beforeEach(() => {
  local = new Map()
  registry = new Map()
  isDown = false
  noted = new Map([[from, digest]])
  asked = []
})

const lines = (...values: object[]) => Readable.from(values.map((value) => Buffer.from(`${JSON.stringify(value)}\n`)))
const named = (path: string) => decodeURIComponent(path.split('/')[2] ?? '')

const engine = {
  address: 'tcp://10.0.0.1:2375',
  json: async (method: string, path: string, { query = {} }: { query?: Record<string, string> } = {}) => {
    const name = named(path)
    const built = local.get(name)
    if (built === undefined) throw new AppError('engine_error', 'No such image', { details: { statusCode: 404 } })
    if (method === 'GET') return { Id: `sha256:${built}`, Config: { Labels: { [lotseLabel.build]: built } } }
    asked.push(`${method} ${name}`)
    if (method === 'DELETE') local.delete(name)
    else local.set(`${query.repo}:${query.tag}`, built)
    return undefined
  },
  stream: async (_: string, path: string, { query }: { query: Record<string, string> }) => {
    if (isDown) throw refused
    if (path === '/images/create') {
      const isPinned = query.tag?.startsWith('sha256:')
      const name = `${query.fromImage}${isPinned ? '@' : ':'}${query.tag}`
      local.set(name, registry.get(name) ?? '')
      return lines({ status: 'Status: Downloaded newer image' })
    }
    if (path === '/images/load') {
      local.set('shop-app:latest', hash)
      return lines({ stream: 'Loaded' })
    }
    const name = `${named(path)}:${query.tag}`
    registry.set(name, local.get(name) ?? '')
    return lines({ status: 'build-1: digest: sha256:d1 size: 1' })
  },
}

const held: Image = {
  id: 'sha256:1',
  tags: ['shop-app:latest'],
  digests: [],
  sizeBytes: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  hostIds: ['n2'],
  hostNames: ['n2'],
  containerCount: 0,
  labels: { [lotseLabel.build]: hash },
}
const act = (kind: OperationKind, input: object, over: Partial<Record<keyof Act, unknown>> = {}): Act => {
  const operation = {
    id: 'o',
    kind,
    hostId: 'n1',
    target: from,
    service: 'app',
    why: '',
    after: [],
    input,
  } as Operation
  const cluster = { images: () => [], host: (id: string) => ({ name: id, state: 'healthy' }) }
  const signal = new AbortController().signal
  return { operation, engine, cluster, signal, isResumed: false, report: () => undefined, ...over } as unknown as Act
}
const pulled = (over?: Parameters<typeof act>[2]) =>
  performPull(registries)(act('pull-image', { reference: 'shop-app:latest', built: { from, hash } }, over))
const pushed = () => performPush(registries)(act('push-image', { reference: 'shop-app:latest', hash }))

describe('a push', () => {
  it('leaves the image in the registry and no second name on the host', async () => {
    local.set('shop-app:latest', hash)
    noted.clear()
    await pushed()
    expect(noted).toEqual(new Map([[from, digest]]))
    expect(registry).toEqual(new Map([[from, hash]]))
    expect(local).toEqual(new Map([['shop-app:latest', hash]]))
  })

  it('that is refused says by whom, and leaves no second name either', async () => {
    local.set('shop-app:latest', hash)
    isDown = true
    await expect(pushed()).rejects.toMatchObject({
      code: 'registry_error',
      message: expect.stringContaining('kiel.lan:5000 wants a login'),
    })
    expect([...local.keys()]).toEqual(['shop-app:latest'])
  })

  it('sends nothing that was made from other files', async () => {
    local.set('shop-app:latest', 'another')
    await expect(pushed()).rejects.toThrow(/no longer what was built/)
    expect(registry.size).toBe(0)
  })
})

describe('a pull of what was built', () => {
  it('gives it the name it has in the stack, and only that', async () => {
    registry.set(pinned, hash)
    local.set('shop-app:latest', 'older')
    await pulled()
    expect(local).toEqual(new Map([['shop-app:latest', hash]]))
  })

  it('asks nobody when it is there, and after a kill tidies up', async () => {
    local.set('shop-app:latest', hash)
    isDown = true
    expect(await pulled()).toBe('was there already')
    expect(asked).toEqual([])
    local.set(pinned, hash)
    expect(await pulled({ isResumed: true })).toBe('was there already')
    expect([...local.keys()]).toEqual(['shop-app:latest'])
  })

  it('takes what was pushed from here, whatever has the name by now and whatever labels that bears', async () => {
    registry.set(from, hash)
    registry.set(pinned, hash)
    await pulled()
    expect(asked).toContain(`POST ${pinned}`)
    expect([...local.keys()]).toEqual(['shop-app:latest'])
  })

  it('takes nothing that was not pushed from here, nor was built from other files', async () => {
    local.set('shop-app:latest', 'older')
    registry.set(pinned, 'something else')
    await expect(pulled()).rejects.toThrow(/is not what these files were built to/)
    noted.clear()
    registry.set(from, hash)
    await expect(pulled()).rejects.toMatchObject({
      code: 'registry_error',
      message: expect.stringContaining('Nothing was pushed as'),
    })
    expect(local).toEqual(new Map([['shop-app:latest', 'older']]))
  })

  it('goes to a host that has it when the registry gives nothing, but not to one that has another', async () => {
    const stream = async (method: string, path: string, given: { query: Record<string, string> }) => {
      if (path === '/images/create') throw refused
      return engine.stream(method, path, given)
    }
    const source = { stream: async () => lines({}) }
    const cluster = (image: Image) => ({
      images: () => [image],
      host: (id: string) => ({ name: id, state: 'healthy' }),
      engine: () => source,
    })
    const there = { cluster: cluster(held), engine: { ...engine, stream } }
    expect(await pulled(there)).toBe('the registry did not give it; taken from n2')
    expect(local.get('shop-app:latest')).toBe(hash)
    local.clear()
    const other = { ...held, labels: { [lotseLabel.build]: 'another' } }
    await expect(pulled({ ...there, cluster: cluster(other) })).rejects.toMatchObject({ code: 'registry_error' })
  })
})
