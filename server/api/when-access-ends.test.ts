import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestApi, type TestApi } from '@/server/testing/api'
import { whenAccessEnds } from './when-access-ends'

let test: TestApi
beforeEach(async () => {
  test = await openTestApi()
})
afterEach(() => test.end())

describe('a stream that goes on', () => {
  it('is told once when its session is signed out', async () => {
    const { own, call } = await test.login()
    const request = new Request('http://localhost/', { headers: own })
    let told = 0
    const ended = new Promise<void>((resolve) => {
      whenAccessEnds(
        test.parts,
        request,
        () => {
          told += 1
          resolve()
        },
        5,
      )
    })
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(told).toBe(0)
    await call('DELETE', '/session')
    await ended
    expect(told).toBe(1)
  })

  it('is told when its token is removed', async () => {
    const { call } = await test.login()
    const made = (await call('POST', '/tokens', { name: 'ci' })).body as { id: string; token: string }
    const request = new Request('http://localhost/', { headers: { authorization: `Bearer ${made.token}` } })
    const ended = new Promise<void>((resolve) => void whenAccessEnds(test.parts, request, resolve, 5))
    await call('DELETE', `/tokens/${made.id}`)
    await ended
  })
})
