import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '@/server/db/client'
import { openTestApi, type TestApi } from '@/server/testing/api'
import { fakeStacks } from '@/server/testing/fake-stacks'
import { onceStarted } from './once-started'

let test: TestApi
beforeEach(async () => {
  test = await openTestApi()
})
afterEach(() => test.end())
const codeOf = (answer: { status: number; body: unknown }) => [
  answer.status,
  (answer.body as { error?: { code: string } } | undefined)?.error?.code,
]

describe('while the database', () => {
  it('cannot be written, reading goes on and each change says why it fails', async () => {
    const { call } = await test.login()
    await test.store.db.$queryRawUnsafe('PRAGMA query_only=ON')
    expect((await call('GET', '/hosts')).status).toBe(200)
    test.time.nowMs += 120_000
    expect((await call('GET', '/session')).status).toBe(200)
    expect(codeOf(await call('POST', '/tokens', { name: 'ci' }))).toEqual([503, 'database_readonly'])
    expect(codeOf((await test.login()).answer)).toEqual([503, 'database_readonly'])
    await test.store.db.$queryRawUnsafe('PRAGMA query_only=OFF')
    expect((await call('POST', '/tokens', { name: 'ci' })).status).toBe(201)
  })

  it('is full, the same', async () => {
    const { call } = await test.login()
    const [{ page_count }] = (await test.store.db.$queryRawUnsafe('PRAGMA page_count')) as [{ page_count: number }]
    await test.store.db.$queryRawUnsafe(`PRAGMA max_page_count=${page_count}`)
    const answers = []
    for (let number = 0; number < 200; number++) {
      answers.push(codeOf(await call('POST', '/tokens', { name: `${number}${'x'.repeat(90)}` })))
      if (answers.at(-1)?.[0] !== 201) break
    }
    expect(answers.at(-1)).toEqual([507, 'disk_full'])
    expect((await call('GET', '/tokens')).body).toHaveLength(answers.length - 1)
  })

  it('is locked by another process, the same', async () => {
    const { call } = await test.login()
    const other = await openDatabase(test.store.file)
    await other.$executeRawUnsafe('BEGIN IMMEDIATE')
    expect((await call('GET', '/hosts')).status).toBe(200)
    expect(codeOf(await call('POST', '/tokens', { name: 'ci' }))).toEqual([503, 'database_locked'])
    await other.$executeRawUnsafe('ROLLBACK')
    await other.$disconnect()
    expect((await call('POST', '/tokens', { name: 'ci' })).status).toBe(201)
  })
})

describe('stacks before they have started', () => {
  it('are read at once and changed afterwards', async () => {
    let begin = () => {}
    const started = new Promise<void>((resolve) => {
      begin = resolve
    })
    const inner = fakeStacks()
    const stacks = onceStarted(inner, started)
    expect(await stacks.list()).toEqual([])
    const removal = stacks.remove('shop', { volumes: false }, 'admin')
    await stacks.plan('shop', { files: [] } as never)
    expect(inner.calls.map(([name]) => name)).toEqual(['plan'])
    begin()
    await removal
    expect(inner.calls.map(([name]) => name)).toEqual(['plan', 'remove'])
  })

  it('say why when they could not start', async () => {
    const stacks = onceStarted(fakeStacks(), Promise.reject(new Error('no database')))
    await expect(stacks.remove('shop', { volumes: false }, 'admin')).rejects.toThrow('no database')
  })
})
