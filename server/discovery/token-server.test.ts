import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { create } from '@/server/command/create'
import { silentLog as log } from '@/server/testing/host-store'
import { createTokenStore } from './stores/token'
import type { Store } from './stores/types'
import { startTokenServer, type TokenServer } from './token-server'

let service: TokenServer | undefined
let directory: string | undefined
afterEach(async () => {
  await service?.close()
  if (directory) await rm(directory, { recursive: true, force: true })
})
const listen = { host: '127.0.0.1', port: 0 }
const start = async (file: string | null = null) => {
  service = await startTokenServer({ listen, file, log })
  return `127.0.0.1:${service.address.port}`
}

describe('the discovery service', () => {
  it('makes clusters, and tells each host that comes, goes or falls silent', async () => {
    const host = await start()
    const token = await create(['--service', `http://${host}`], {})
    const [one, other, watcher] = [1, 2, 3].map(() => createTokenStore([host], null)) as [Store, Store, Store]
    const ended = new AbortController()
    const lists: string[][] = []
    const watching = watcher.watch(token, (entries) => lists.push([...entries.keys()]), ended.signal)
    await expect.poll(() => lists).toEqual([[]])
    await one.put(`${token}/n1:2375`, 'n1:2375', 60_000)
    await other.put(`${token}/n2:2375`, 'n2:2375', 1_000)
    await expect.poll(() => lists.at(-1)).toEqual(['n1:2375', 'n2:2375'])
    await expect.poll(() => lists.at(-1), { timeout: 20_000 }).toEqual(['n1:2375'])
    await one.close()
    await expect.poll(() => lists.at(-1)).toEqual([])
    ended.abort()
    await watching
    await other.close()
    await watcher.close()
  })

  it('keeps clusters over a restart', async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'clusters-'))
    const file = path.join(directory, 'clusters.json')
    const token = await create([], { LOTSE_DISCOVERY_SERVICE: `http://${await start(file)}` })
    await fetch(`http://127.0.0.1:${service?.address.port}/v1/clusters/${token}?ttl=60`, {
      method: 'POST',
      body: 'n1:1',
    })
    await service?.close()
    expect(await readFile(file, 'utf8')).toContain('n1:1')
    const answer = await fetch(`http://${await start(file)}/v1/clusters/${token}`)
    expect(await answer.json()).toEqual(['n1:1'])
  })

  it.each([
    ['GET', '/v1/clusters', '', 501],
    ['GET', '/', '', 404],
    ['GET', '/v1/clusters/abc', '', 404],
    ['POST', '/v1/clusters/TOKEN', 'no host', 400],
    ['POST', '/v1/clusters/TOKEN', 'n:1'.repeat(1000), 413],
    ['PUT', '/v1/clusters/TOKEN', 'n:1', 501],
  ])('refuses %s %s', async (method, place, body, status) => {
    const url = `http://${await start()}`
    const token = await create(['--service', url], {})
    const answer = await fetch(`${url}${place.replace('TOKEN', token)}`, { method, ...(body ? { body } : {}) })
    expect(answer.status).toBe(status)
  })

  it('is needed to create a cluster', async () => {
    await expect(create([], {})).rejects.toThrow('create wants a discovery service')
    await expect(create(['anything'], {})).rejects.toThrow('takes no words')
    await expect(create(['--service', 'http://127.0.0.1:1'], {})).rejects.toThrow('does not answer')
  })
})
