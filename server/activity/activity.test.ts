import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type TemporaryDatabase, temporaryDatabase } from '@/server/testing/database'
import { silentLog } from '@/server/testing/host-store'
import { type Activity, createActivity, type NewActivity } from './activity'

let store: TemporaryDatabase
let activity: Activity
beforeEach(async () => {
  store = await temporaryDatabase()
  activity = createActivity(store.db)
})
afterEach(() => store.close())

const entry = (over: Partial<NewActivity> = {}): NewActivity => ({
  actor: 'admin',
  action: 'stack.deploy',
  target: 'shop',
  result: 'ok',
  message: 'revision 1',
  ...over,
})

describe('the audit trail', () => {
  it('is newest first, in windows', async () => {
    for (let number = 1; number <= 5; number++) await activity.record(entry({ message: `revision ${number}` }))
    const first = await activity.list({ limit: 2 })
    expect(first).toMatchObject({ total: 5, items: [{ message: 'revision 5' }, { message: 'revision 4' }] })
    const second = await activity.list({ limit: 2, before: first.items[1]?.id ?? 0 })
    expect(second).toMatchObject({ total: 5, items: [{ message: 'revision 3' }, { message: 'revision 2' }] })
  })

  it('is found by words, actor, kind, target and result', async () => {
    await activity.record(entry())
    await activity.record(entry({ actor: 'token:ci', action: 'host.add', target: 'kiel-1', result: 'failed' }))
    await activity.record(entry({ action: 'stackx.y' }))
    const count = async (query: Parameters<Activity['list']>[0]) => (await activity.list(query)).total
    expect(await count({ q: 'ci kiel' })).toBe(1)
    expect(await count({ q: 'ci shop' })).toBe(0)
    expect(await count({ action: 'stack' })).toBe(1)
    expect(await count({ action: 'host.add' })).toBe(1)
    expect(await count({ actions: ['host.add', 'stack.deploy'] })).toBe(2)
    expect(await count({ actor: 'admin' })).toBe(2)
    expect(await count({ target: 'kiel' })).toBe(1)
    expect(await count({ result: 'failed' })).toBe(1)
    expect(await count({ without: ['stack', 'host.move'] })).toBe(2)
    expect(await count({ without: ['stack', 'host'], actor: 'admin' })).toBe(1)
  })

  it('keeps no secret', async () => {
    await activity.record(
      entry({
        target: 'tcp://admin:x5@kiel-1',
        message: 'from redis://:x1@db',
        details: { password: 'x2', env: ['TOKEN=x3'], after: { url: 'http://a:x4@b' } },
      }),
    )
    expect(JSON.stringify(await store.db.activity.findMany())).not.toMatch(/x[1-5]/)
  })

  it('keeps no long speeches', async () => {
    const long = 'word '.repeat(100_000)
    await activity.record(entry({ target: long, message: long, details: { long } }))
    const [row] = await store.db.activity.findMany()
    expect(JSON.stringify(row).length).toBeLessThan(10_000)
    expect((await activity.list({})).items[0]?.details).toEqual({ tooLongBytes: expect.any(Number) })
  })

  it('forgets the oldest when it grows without end', async () => {
    await activity.record(entry({ message: 'first' }))
    await store.db.activity.create({ data: { id: 100_999, ...entry() } as never })
    await activity.record(entry({ message: 'the 101000th' }))
    expect((await activity.list({})).items.map(({ id }) => id)).toEqual([101_000, 100_999])
  })

  it('is told live until one leaves', async () => {
    const told: string[] = []
    const leave = activity.subscribe(({ action }) => told.push(action))
    await activity.record(entry())
    leave()
    await activity.record(entry())
    expect(told).toEqual(['stack.deploy'])
  })

  it('does not undo a change that it cannot write down', async () => {
    const errors: object[] = []
    activity = createActivity(store.db, { ...silentLog, error: (fields) => void errors.push(fields) })
    await store.db.$queryRawUnsafe('PRAGMA query_only=ON')
    await expect(activity.record(entry())).resolves.toBeUndefined()
    expect(errors).toMatchObject([{ err: { code: 'database_readonly' }, action: 'stack.deploy' }])
  })
})
