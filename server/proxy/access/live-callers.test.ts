// Streams of several callers on one connection, over fake engines on real sockets: each ends with what opened it.
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Caller, Credentials } from '@/server/docker-access/caller'
import { AppError } from '@/server/errors'
import { openTwoHosts, type TwoHosts } from '@/server/testing/two-hosts'

const held = new Set<string>()
const listeners = new Set<() => void>()
const withdraw = (name: string) => {
  held.delete(name)
  for (const listener of listeners) listener()
}
const admitted: string[] = []
/** What happens between the look at a token and the word that it holds. */
let meanwhile = () => {}
const access = {
  admit: async ({ authorization = '' }: Credentials): Promise<Caller> => {
    const name = authorization.replace('Bearer ', '')
    if (!held.has(name)) throw new AppError('unauthenticated', 'unknown')
    admitted.push(name)
    const happens = meanwhile
    meanwhile = () => {}
    happens()
    return { role: 'reader', policy: null, actor: `token:${name}`, details: { token: name } }
  },
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

let two: TwoHosts
beforeAll(async () => {
  two = await openTwoHosts({ access })
})
afterAll(() => two.end())
beforeEach(() => {
  admitted.length = 0
  held.add('one').add('other')
})

const get = (path: string, token: string) =>
  `GET /v1.45${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`
const dial = async (bytes: string, said: RegExp) => {
  const socket = connect(two.endpoint.port, '127.0.0.1', () => socket.write(bytes))
  socket.on('error', () => undefined)
  let all = ''
  socket.on('data', (chunk: Buffer) => {
    all += chunk.toString('latin1')
  })
  await expect.poll(() => all).toMatch(said)
  return socket
}

it.each(['one', 'other'])(
  'a stream ends with its token, whatever other was sent behind it: %s is withdrawn',
  async (name) => {
    const socket = await dial(get('/events', 'one') + get('/events', 'other'), /200 OK/)
    await expect.poll(() => admitted).toContain('other')
    const closed = once(socket, 'close')
    withdraw(name)
    await closed
  },
)

it('a connection lives on for others after what was withdrawn has had its answer', async () => {
  const answered = /200 OK.*200 OK/s
  const socket = await dial(get('/containers/json', 'one') + get('/events', 'other'), answered)
  withdraw('one')
  const again = await dial(get('/_ping', 'one'), /401/)
  again.destroy()
  expect(socket.destroyed).toBe(false)
  const closed = once(socket, 'close')
  withdraw('other')
  await closed
})

it('what is withdrawn while somebody is being admitted by it opens no stream that stays', async () => {
  meanwhile = () => withdraw('one')
  const socket = connect(two.endpoint.port, '127.0.0.1', () => socket.write(get('/events', 'one')))
  socket.on('error', () => undefined)
  socket.resume()
  await once(socket, 'close')
  expect(admitted).toEqual(['one'])
})
