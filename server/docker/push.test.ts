import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeEngine, startFakeEngine } from '@/server/testing/fake-engine'
import { type OwnedEngine, openEngine } from './engine'
import { pushImage } from './push'

const reference = 'kiel.lan:5000/team/app:build-1'
const auth = { address: 'kiel.lan:5000', username: 'ada', password: 'enter-harbour' }

describe('pushing', () => {
  let fake: FakeEngine
  let engine: OwnedEngine
  let lines: object[]
  let asked: { url: string; auth: string }
  beforeEach(async () => {
    fake = await startFakeEngine()
    engine = openEngine(fake.address)
    fake.routes.set(`/images/${encodeURIComponent('kiel.lan:5000/team/app')}/push`, (request, response) => {
      asked = { url: request.url ?? '', auth: String(request.headers['x-registry-auth'] ?? '') }
      response.end(lines.map((line) => `${JSON.stringify(line)}\r\n`).join(''))
    })
  })
  afterEach(async () => {
    engine.close()
    await fake.stop()
  })
  const push = async (login: typeof auth | undefined) => {
    const seen: string[] = []
    for await (const { status } of pushImage(engine, reference, { auth: login })) seen.push(status)
    return seen
  }

  it('tells what is sent, and ends when the registry gave a digest', async () => {
    lines = [
      { status: 'The push refers to repository [kiel.lan:5000/team/app]' },
      { status: 'Pushing', id: '0123456789ab', progressDetail: { current: 5, total: 10 } },
      { status: 'Pushed', id: '0123456789ab', progressDetail: {} },
      { status: `build-1: digest: sha256:${'a'.repeat(64)} size: 527` },
      { progressDetail: {}, aux: { Tag: 'build-1', Digest: 'sha256:a', Size: 527 } },
    ]
    expect(await push(auth)).toHaveLength(5)
    expect(asked.url).toMatch(/\/push\?tag=build-1$/)
    expect(JSON.parse(Buffer.from(asked.auth, 'base64url').toString())).toMatchObject({ username: 'ada' })
    await push(undefined)
    expect(asked.auth).toBe('e30=')
  })

  it('fails when the engine broke off, and says who was refused without the password', async () => {
    lines = [{ status: 'Pushing', id: '0123456789ab' }]
    await expect(push(auth)).rejects.toMatchObject({
      code: 'registry_error',
      message: expect.stringMatching(/broke off/),
    })
    lines = [{ errorDetail: { message: `unauthorized: ${auth.password}` }, error: 'unauthorized' }]
    const error = await push(auth).catch((failure: Error) => failure)
    expect(error).toMatchObject({ code: 'registry_error', message: expect.stringMatching(/refused the user ada/) })
    expect(JSON.stringify([error, String(error)])).not.toContain(auth.password)
    lines = [{ error: 'no basic auth credentials' }]
    await expect(push(undefined)).rejects.toThrow(/kiel\.lan:5000 wants a login/)
  })
})
