import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StoredHost } from '@/server/cluster/types'
import { type TemporaryDatabase, temporaryDatabase } from '@/server/testing/database'
import { createHostStore } from './host-store'

const host: StoredHost = {
  id: 'h1',
  address: 'tls://10.0.0.1:2376',
  name: 'kiel-1',
  source: 'console',
  availability: 'drain',
  labels: { zone: 'kiel', 'a.b/c': '' },
  engineId: 'QX4L',
  tls: { ca: 'CA', cert: 'CERT', key: 'KEY' },
  sshKey: null,
  sshHostKey: null,
}
const bare: StoredHost = {
  id: 'h2',
  address: 'ssh://me@10.0.0.2',
  name: null,
  source: 'discovery',
  availability: 'active',
  labels: {},
  engineId: null,
  tls: null,
  sshKey: 'KEY',
  sshHostKey: 'SHA256:x',
}

describe('the host store', () => {
  let temporary: TemporaryDatabase
  beforeEach(async () => {
    temporary = await temporaryDatabase()
  })
  afterEach(() => temporary.close())

  it('gives back what was put, updates it and forgets it', async () => {
    const store = createHostStore(temporary.db)
    await store.put(host)
    await store.put(bare)
    expect(await store.list()).toEqual([host, bare])
    await store.put({ ...host, name: null, availability: 'active', tls: null, engineId: 'NEW' })
    expect((await store.list())[0]).toEqual({ ...host, name: null, availability: 'active', tls: null, engineId: 'NEW' })
    await store.remove('h1')
    await store.remove('h1')
    expect(await store.list()).toEqual([bare])
  })

  it('refuses a second host at one address', async () => {
    const store = createHostStore(temporary.db)
    await store.put(host)
    await expect(store.put({ ...bare, address: host.address })).rejects.toThrow()
  })

  it('reads rows that something else has spoilt', async () => {
    await temporary.db.host.create({
      data: { id: 'h3', address: 'tcp://x:1', labels: '{"a":', tls: 'no', availability: 'odd', source: 'odd' },
    })
    expect(await createHostStore(temporary.db).list()).toMatchObject([
      { labels: {}, tls: null, availability: 'active', source: 'console' },
    ])
  })
})
