// TLS on real sockets: who comes in, who is told why not, and that nothing of those reaches an engine.
import { sign } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import https from 'node:https'
import { connect as connectPlain } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { connect, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Caller } from '@/server/docker-access/caller'
import { certificateAccess } from '@/server/docker-access/certificate-access'
import { tlsFromFiles } from '@/server/docker-access/tls-source'
import { bits, integer, oid, sequence, set, time, utf8 } from '@/server/docker-access/x509/der'
import { openTestAuthority } from '@/server/testing/issued'
import { openTwoHosts, type TwoHosts } from '@/server/testing/two-hosts'

type Pair = { cert: string; key: string }

const authority = openTestAuthority()
const elsewhere = openTestAuthority()
const admin = authority.client('ada', 'lotse:admin')
const inner = certificateAccess({ otherwise: 'reader' })
const withdrawn = new Set<string>()
const listeners = new Set<() => void>()
const access = {
  admit: async (credentials: Parameters<typeof inner.admit>[0]): Promise<Caller> => {
    if (withdrawn.has(credentials.certificate?.serial ?? '')) throw new Error('gone')
    return inner.admit(credentials)
  },
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

let two: TwoHosts
beforeAll(async () => {
  two = await openTwoHosts({ access }, authority.source())
})
afterAll(() => two.end())

const ask = async (target: string, pair: Pair | null, more: https.RequestOptions = {}, port = two.endpoint.port) => {
  const { cert, key } = pair ?? {}
  const request = https.request({ port, path: target, ca: authority.ca, cert, key, agent: false, ...more })
  request.end()
  const [response] = await once(request, 'response')
  const body = await text(response)
  return { status: response.statusCode as number, body: body.startsWith('{') ? JSON.parse(body) : body }
}
const dial = async (pair: Pair, more: object = {}): Promise<TLSSocket> => {
  const socket = connect({ port: two.endpoint.port, ca: authority.ca, ...pair, servername: 'localhost', ...more })
  await once(socket, 'secureConnect')
  return socket
}
const asked = () =>
  two.engines.flatMap(({ requests }) => requests.filter((each) => /logs|attach|start/.test(each))).length

describe('a client certificate', () => {
  it('opens the Docker API', async () => {
    expect(await ask('/_ping', admin)).toEqual({ status: 200, body: 'OK' })
    expect(
      await ask('/v1.45/info', admin, { headers: { host: 'lotse.example.com:2376' }, servername: 'localhost' }),
    ).toMatchObject({
      status: 200,
    })
    await ask('/v1.45/containers/web1/start', admin, { method: 'POST' })
    await expect
      .poll(() => two.endpoint.recorded.at(-1))
      .toMatchObject({
        actor: 'certificate:ada',
        action: 'container.start',
        details: { user: 'ada', certificate: admin.serial, address: '127.0.0.1' },
      })
  })

  it.each([
    ['none', null, 401, 'wants a client certificate'],
    ['of another authority', elsewhere.client('ada', 'lotse:admin'), 403, 'another authority'],
    ['that has expired', authority.client('ada', 'lotse:admin', [-30, -1]), 403, 'has expired'],
    ['of the time to come', authority.client('ada', 'lotse:admin', [1, 30]), 403, 'not valid yet'],
    ['of a server', authority.server(), 403, 'not for clients'],
  ] as const)('%s opens nothing', async (_what, pair, status, words) => {
    const before = asked()
    for (const target of ['/_ping', '/v1.45/containers/web1/logs', '/nothing', '/v9.9/info']) {
      const refused = await ask(target, pair)
      expect(refused).toMatchObject({ status, body: { message: expect.stringContaining(words) } })
    }
    const upgrade = { method: 'POST', headers: { connection: 'Upgrade', upgrade: 'tcp' } }
    expect(await ask('/v1.45/containers/web1/attach?stream=1', pair, upgrade)).toMatchObject({ status })
    expect(asked()).toBe(before)
  })

  it('that a list revokes opens nothing, and a renewed list counts at once', async () => {
    const [good, bad] = [authority.client('bo', 'lotse:admin'), authority.client('eve', 'lotse:admin')]
    const directory = await mkdtemp(path.join(tmpdir(), 'crl-'))
    const file = (name: string) => path.join(directory, name)
    const signed = sequence(oid('1.2.840.10045.4.3.2'))
    const list = async (serials: string[], lastsMs = 86_400_000) => {
      const now = new Date()
      const body = sequence(
        integer(Buffer.from([1])),
        signed,
        sequence(set(sequence(oid('2.5.4.3'), utf8(authority.issuer.subject.commonName)))),
        time(new Date(now.getTime() - 60_000)),
        time(new Date(now.getTime() + lastsMs)),
        ...(serials.length === 0
          ? []
          : [sequence(...serials.map((serial) => sequence(integer(Buffer.from(serial, 'hex')), time(now))))]),
      )
      const der = sequence(body, signed, bits(sign('sha256', body, authority.issuer.key)))
      await writeFile(file('crl'), `-----BEGIN X509 CRL-----\n${der.toString('base64')}\n-----END X509 CRL-----\n`)
    }
    const { cert, key } = authority.server()
    await Promise.all([
      writeFile(file('ca'), authority.ca),
      writeFile(file('cert'), cert),
      writeFile(file('key'), key),
      list([bad.serial]),
    ])
    const files = { ca: file('ca'), cert: file('cert'), key: file('key'), crl: file('crl') }
    const other = await openTwoHosts({ access: inner }, tlsFromFiles(files, undefined, 20))
    const ping = async (pair: Pair) => (await ask('/_ping', pair, {}, other.endpoint.port)).status
    try {
      expect(await ping(good)).toBe(200)
      expect(await ask('/_ping', bad, {}, other.endpoint.port)).toMatchObject({
        status: 403,
        body: { message: expect.stringContaining('was revoked') },
      })
      const open = connect({ port: other.endpoint.port, ca: authority.ca, ...good, servername: 'localhost' })
      open.on('error', () => undefined)
      await once(open, 'secureConnect')
      const closed = once(open, 'close')
      await list([good.serial])
      await utimes(file('crl'), 1, 1)
      await expect.poll(() => ping(good), { timeout: 20_000 }).toBe(403)
      await closed
      expect(await ping(bad)).toBe(200)
      await writeFile(file('key'), 'damaged')
      expect(await ping(bad)).toBe(200)
      await writeFile(file('key'), key)
      await list([], -30_000)
      await utimes(file('crl'), 2, 2)
      await expect
        .poll(async () => (await ask('/_ping', bad, {}, other.endpoint.port)).body, { timeout: 20_000 })
        .toMatchObject({ message: expect.stringContaining('list of revoked certificates has expired') })
    } finally {
      await other.end()
      await rm(directory, { recursive: true })
    }
  })

  it('without a role has the one that is given, and of two roles none', async () => {
    const roleOf = async (unit?: string) => {
      const { serial, cert, key } = authority.client('x', unit)
      let role = ''
      const noted = {
        ...access,
        admit: async (shown: Parameters<typeof inner.admit>[0]) => {
          const caller = await inner.admit(shown)
          if (shown.certificate?.serial === serial) role = caller.role
          return caller
        },
      }
      const other = await openTwoHosts({ access: noted }, authority.source())
      await ask('/_ping', { cert, key }, {}, other.endpoint.port)
      await other.end()
      return role
    }
    expect(await roleOf()).toBe('reader')
    expect(await roleOf('admin')).toBe('reader')
    expect(await roleOf('lotse:operator')).toBe('operator')
    expect(await roleOf('lotse:root')).toBe('reader')
  })
})

describe('a connection', () => {
  it('is not negotiated anew, not taken up again, and not older than TLS 1.2', async () => {
    const socket = await dial(admin, { maxVersion: 'TLSv1.2' })
    const session = socket.getSession()
    const outcome = new Promise((resolve) => {
      socket.once('error', resolve)
      socket.once('close', resolve)
      socket.renegotiate({ rejectUnauthorized: true }, (error) => resolve(error ?? 'renegotiated'))
    })
    socket.write('GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n')
    expect(await outcome).not.toBe('renegotiated')
    socket.destroy()
    const again = await dial(admin, { maxVersion: 'TLSv1.2', session })
    expect(again.isSessionReused()).toBe(false)
    again.destroy()
    await expect(dial(admin, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })).rejects.toThrow()
  })

  it('of TLS 1.3 is not taken up again either', async () => {
    const first = await dial(admin)
    let session: Buffer | undefined
    first.on('session', (data) => {
      session = data
    })
    first.write('GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(first, 'data')
    first.destroy()
    const again = await dial(admin, { session })
    expect(again.getProtocol()).toBe('TLSv1.3')
    expect(again.isSessionReused()).toBe(false)
    again.destroy()
  })

  it('that speaks no TLS ends alone', async () => {
    const socket = connectPlain(two.endpoint.port, '127.0.0.1', () => socket.write('GET /info HTTP/1.1\r\n\r\n'))
    socket.on('error', () => undefined)
    socket.resume()
    await once(socket, 'close')
    expect(await ask('/_ping', admin)).toMatchObject({ status: 200 })
  })

  it('whose owner loses access is closed in the middle of a stream', async () => {
    const eve = authority.client('eve', 'lotse:admin')
    const [mine, others] = await Promise.all([dial(eve), dial(admin)])
    for (const socket of [mine, others]) {
      socket.write('GET /v1.45/events HTTP/1.1\r\nHost: x\r\n\r\n')
      await once(socket, 'data')
    }
    const closed = once(mine, 'close')
    withdrawn.add(eve.serial)
    for (const listener of listeners) listener()
    mine.on('error', () => undefined)
    await closed
    expect(others.destroyed).toBe(false)
    others.destroy()
  })
})
