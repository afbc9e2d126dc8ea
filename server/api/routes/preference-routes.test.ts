import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noPreferences } from '@/lib/contract/no-preferences'
import type { Preferences } from '@/lib/contract/preferences'
import { openTestApi, type TestApi } from '@/server/testing/api'

let test: TestApi
let call: Awaited<ReturnType<TestApi['login']>>['call']
beforeEach(async () => {
  test = await openTestApi()
  call = (await test.login()).call
})
afterEach(() => test.end())

const view = { name: 'Night shift', q: 'state:exited', sort: 'since', direction: 'desc' as const, columns: null }
const chosen: Preferences = { containers: { views: [view], columns: ['host', 'id'] } }

describe('preferences', () => {
  it('are the usual ones at first, and are kept with the account', async () => {
    expect((await call('GET', '/preferences')).body).toEqual(noPreferences)
    expect((await call('PUT', '/preferences', chosen)).body).toEqual(chosen)
    const elsewhere = await test.login()
    expect((await elsewhere.call('GET', '/preferences')).body).toEqual(chosen)
  })

  it('leave a line that says what is another now', async () => {
    await call('PUT', '/preferences', chosen)
    await call('PUT', '/preferences', { containers: { views: [], columns: null } })
    expect((await call('GET', '/activity?action=account')).body).toMatchObject([
      { actor: 'admin', action: 'account.preferences', message: 'removed view Night shift, columns: usual' },
      { message: 'kept view Night shift, columns: host id' },
    ])
  })

  it('are those of the account also for its tokens', async () => {
    const { token } = (await call('POST', '/tokens', { name: 'ci' })).body as { token: string }
    const headers = { authorization: `Bearer ${token}` }
    const put = await test.send('PUT', '/api/v1/preferences', test.json(chosen, headers))
    expect(put.status).toBe(200)
    expect((await call('GET', '/preferences')).body).toEqual(chosen)
  })

  it.each([
    ['nothing', {}],
    ['a name twice', { containers: { views: [view, view], columns: null } }],
    ['no name', { containers: { views: [{ ...view, name: ' ' }], columns: null } }],
    [
      'too many',
      { containers: { views: Array.from({ length: 51 }, (_, at) => ({ ...view, name: `${at}` })), columns: null } },
    ],
    ['a long filter', { containers: { views: [{ ...view, q: 'x'.repeat(1001) }], columns: null } }],
    ['columns that are none', { containers: { views: [], columns: 'all' } }],
  ])('with %s are refused, and nothing changes', async (_, body) => {
    await call('PUT', '/preferences', chosen)
    expect((await call('PUT', '/preferences', body)).status).toBe(400)
    expect((await call('GET', '/preferences')).body).toEqual(chosen)
  })

  it('that are too large are not even read', async () => {
    const body = { containers: { views: [], columns: null, more: 'x'.repeat(300_000) } }
    expect((await call('PUT', '/preferences', body)).status).toBe(413)
  })

  it('of another version cost the choices and not the page', async () => {
    await call('PUT', '/preferences', chosen)
    await test.store.db.preference.updateMany({ data: { value: '{"containers":1}' } })
    expect((await call('GET', '/preferences')).body).toEqual(noPreferences)
  })
})
