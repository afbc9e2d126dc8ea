import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApi, type TestApi } from '@/server/testing/api'

let test: TestApi
let own: Record<string, string>
beforeAll(async () => {
  test = await openTestApi()
  own = (await test.login()).own
})
afterAll(() => test.end())

type Failure = { error?: { code?: string; message?: string } }
/** Whatever comes in: an answer, never `internal`, and a failure always has a code and words. */
const expectNamed = (answer: { status: number; body: unknown }, what: string) => {
  const failure = (answer.body as Failure | undefined)?.error
  if (answer.status >= 400) {
    expect(failure?.code, what).toMatch(/^[a-z_]+$/)
    expect(failure?.message, what).not.toBe('')
  }
  expect(failure?.code, what).not.toBe('internal')
}

const quick = { numRuns: 300 }
const nastyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '..',
    '%',
    '%ff',
    '\0',
    '💣',
    'null',
    '9'.repeat(400),
    ' ',
    '%2F',
    "'; DROP TABLE User;--",
  ),
)

describe('no input is answered without a name for what is wrong', () => {
  it('whatever stands in a path', async () => {
    const routes = fc.constantFrom(
      ...test.endpoints.filter(({ path }) => path !== '/api/v1/events' && path !== '/api/v1/session'),
    )
    await fc.assert(
      fc.asyncProperty(routes, fc.array(nastyText, { minLength: 3, maxLength: 3 }), async ({ method, path }, words) => {
        let index = 0
        const filled = path.replace(/:\w+/g, () =>
          encodeURIComponent((words[index++] ?? 'x').replace(/[\uD800-\uDFFF]/gu, '?') || 'x'),
        )
        // `terminals/../events` is the stream of events, which has no end.
        if (new URL(filled, 'http://localhost').pathname === '/api/v1/events') return
        const answer = await test.send(method.toUpperCase(), filled, { headers: own })
        expectNamed(answer, `${method} ${filled}`)
      }),
      quick,
    )
  })

  it('whatever stands in a query', async () => {
    const routes = fc.constantFrom(
      ...test.endpoints.filter(({ query, method }) => query !== undefined && method === 'get'),
    )
    const names = [
      'q',
      'sort',
      'direction',
      'offset',
      'limit',
      'when',
      'tail',
      'since',
      'until',
      'follow',
      'before',
      'result',
    ]
    await fc.assert(
      fc.asyncProperty(routes, fc.dictionary(fc.constantFrom(...names), nastyText), async ({ path }, query) => {
        const search = new URLSearchParams(query)
        expectNamed(
          await test.send('GET', `${path.replace(/:\w+/g, 'x')}?${search}`, { headers: own }),
          `${path}?${search}`,
        )
      }),
      quick,
    )
  })

  it('whatever JSON is sent', async () => {
    const routes = fc.constantFrom(
      ...test.endpoints.filter(({ body, path }) => body !== undefined && !/session|overlay|hosts/.test(path)),
    )
    await fc.assert(
      fc.asyncProperty(routes, fc.jsonValue({ maxDepth: 4 }), async ({ method, path }, value) => {
        const filled = path.replace(/:\w+/g, 'x')
        expectNamed(
          await test.send(method.toUpperCase(), filled, test.json(value, own)),
          `${path} ${JSON.stringify(value)}`,
        )
      }),
      quick,
    )
  })

  it('whatever bytes are sent as JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
        const answer = await test.send('PUT', '/api/v1/stacks/x', {
          body: Buffer.from(bytes),
          headers: { ...own, 'content-type': 'application/json' },
        })
        expectNamed(answer, String(bytes))
        expect(answer.status).toBe(400)
      }),
      quick,
    )
  })

  it.each([
    ['{"a":', /not JSON/],
    ['{"a":1}{"b":2}', /not JSON/],
    ['', /body/],
    ['[]', /body/],
    ['null', /body/],
    ['"text"', /body/],
    [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, /body|JSON/],
    ['{"__proto__":{"admin":true},"files":[]}', /body.files/],
  ])('the body %.40s', async (body, message) => {
    const answer = await test.send('PUT', '/api/v1/stacks/x', {
      body,
      headers: { ...own, 'content-type': 'application/json' },
    })
    expect(answer.status).toBe(400)
    expect((answer.body as Failure).error?.message).toMatch(message)
  })

  it('and all of the above was asked by somebody signed in', async () => {
    expect((await test.send('GET', '/api/v1/session', { headers: own })).status).toBe(200)
  })

  it('says every place at fault with its path', async () => {
    const answer = await test.send('POST', '/api/v1/labels/match', test.json({ expression: 5 }, own))
    expect(answer.body).toMatchObject({
      error: { code: 'invalid_input', details: { diagnostics: [{ path: 'body.expression', severity: 'error' }] } },
    })
  })

  it('refuses a body that is too large, whatever it says of its length', async () => {
    const large = 'x'.repeat(2 << 20)
    const sent = await test.send('POST', '/api/v1/tokens', test.json({ name: large }, own))
    expect(sent.status).toBe(413)
    const chunk = new TextEncoder().encode(large)
    let rest = 5
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        rest -= 1
        if (rest > 0) controller.enqueue(chunk)
        else controller.close()
      },
    })
    const endless = {
      body: stream,
      duplex: 'half',
      headers: { ...own, 'content-type': 'application/json' },
    } as RequestInit
    const answer = await test.send('POST', '/api/v1/tokens', endless)
    expect([answer.status, (answer.body as Failure).error?.code]).toEqual([413, 'payload_too_large'])
  })
})
