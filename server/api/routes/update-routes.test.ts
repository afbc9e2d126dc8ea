import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestApi, type TestApi } from '@/server/testing/api'

let test: TestApi
let call: Awaited<ReturnType<TestApi['login']>>['call']
beforeEach(async () => {
  test = await openTestApi()
  call = (await test.login()).call
})
afterEach(() => test.end())

describe('newer images', () => {
  it('are told as they were found last, and looked for when asked', async () => {
    expect((await call('GET', '/updates')).body).toEqual({ checkedAt: null, everyHours: null, images: [] })
    const { status, body } = await call('POST', '/updates/check')
    expect(status).toBe(200)
    expect(body).toMatchObject({ checkedAt: expect.any(String), images: [] })
    expect((await call('GET', '/updates')).body).toEqual(body)
  })

  it('want a session', async () => {
    expect((await test.send('POST', '/api/v1/updates/check')).status).toBe(401)
  })

  it('are taken by a deployment that Activity names', async () => {
    expect((await call('POST', '/stacks/shop/update')).status).toBe(202)
    expect((await call('GET', '/activity?action=stack.deploy')).body).toMatchObject([
      { action: 'stack.deploy', target: 'shop', result: 'running', message: 'revision 1' },
    ])
  })
})

describe('a stack of another tool', () => {
  it('is read off its containers, which leaves a line, since secrets are shown', async () => {
    const { body } = await call('POST', '/stacks/legacy/reconstruct')
    expect(body).toMatchObject({ files: [{ path: 'compose.yaml' }] })
    expect((await call('GET', '/activity?action=stack.reconstruct')).body).toMatchObject([
      { actor: 'admin', target: 'legacy', result: 'ok' },
    ])
  })
})
