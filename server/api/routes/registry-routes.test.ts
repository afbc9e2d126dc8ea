import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestApi, type TestApi } from '@/server/testing/api'

const password = 'enter-harbour'
let test: TestApi
let call: Awaited<ReturnType<TestApi['login']>>['call']
beforeEach(async () => {
  test = await openTestApi()
  call = (await test.login()).call
})
afterEach(() => test.end())

describe('registries', () => {
  it('are kept under one name, listed, removed, and no answer or line holds a password', async () => {
    const answers = [
      await call('PUT', `/registries/${encodeURIComponent('https://Kiel.LAN:5000/v2/')}`, {
        username: 'ada',
        password,
      }),
      await call('PUT', '/registries/index.docker.io', { username: 'hub', password }),
      await call('GET', '/registries'),
      await call('DELETE', '/registries/kiel.lan:5000'),
      await call('DELETE', '/registries/kiel.lan:5000'),
      await call('GET', '/activity?action=registry'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 204, 404, 200])
    expect(answers[2]?.body).toMatchObject([
      { address: 'docker.io', username: 'hub', source: 'console' },
      { address: 'kiel.lan:5000', username: 'ada', source: 'console' },
    ])
    expect(answers[5]?.body).toMatchObject([
      { action: 'registry.remove', target: 'kiel.lan:5000', result: 'refused' },
      { action: 'registry.remove', target: 'kiel.lan:5000', result: 'ok' },
      { action: 'registry.put', target: 'docker.io', message: 'as hub' },
      { action: 'registry.put', target: 'kiel.lan:5000', message: 'as ada' },
    ])
    for (const { text } of answers) expect(text).not.toContain(password)
  })

  it.each([
    ['not a host', { username: 'ada', password }],
    ['kiel.lan:99999', { username: 'ada', password }],
    ['kiel.lan', { username: '', password }],
    ['kiel.lan', { username: 'ada', password: '' }],
    ['kiel.lan', { username: 'ada', password: { secret: password } }],
  ])('%s with %j is refused, without the password', async (address, body) => {
    const { status, text } = await call('PUT', `/registries/${encodeURIComponent(address)}`, body)
    expect(status).toBe(400)
    expect(text).not.toContain(password)
  })

  it('are tested before anything is stored, with a whole login or none', async () => {
    const engine = await test.engine({ name: 'kiel' })
    engine.routes.set('/auth', (_, response) => {
      response.writeHead(401, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ message: `unauthorized: ${password}` }))
    })
    await call('POST', '/hosts', { address: engine.address })
    const { body, text } = await call('POST', '/registries/test', { address: 'kiel.lan', username: 'ada', password })
    expect(body).toMatchObject([
      { hostName: 'kiel', ok: false, message: expect.stringContaining('refused the user ada') },
    ])
    expect(text).not.toContain(password)
    expect((await call('GET', '/registries')).body).toEqual([])
    expect((await call('POST', '/registries/test', { address: 'kiel.lan', username: 'ada' })).status).toBe(400)
    expect((await call('POST', '/registries/test', { address: 'kiel.lan' })).status).toBe(404)
    const lines = await call('GET', '/activity?action=registry.test')
    expect(lines.body).toMatchObject([
      { target: 'kiel.lan', result: 'refused' },
      { target: 'kiel.lan', result: 'ok', message: 'ada, accepted on 0 of 1 hosts' },
    ])
    expect(lines.text).not.toContain(password)
  })
})
