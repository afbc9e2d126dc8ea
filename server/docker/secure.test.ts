// TLS and SSH on real sockets: what works, and every way in which it does not.

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from 'node:tls'
import ssh2 from 'ssh2'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testConnection } from '@/server/cluster/connection-test'
import { isAppError } from '@/server/errors'
import { testCertificates } from '@/server/testing/certificates'
import { type FakeEngine, startFakeEngine } from '@/server/testing/fake-engine'
import { openEngine } from './engine'
import { fingerprintOf, knownHostsHas } from './host-keys'

/** Of the kind that ssh2 always makes well: one in 200 of its Ed25519 keys cannot be read again. */
const newKeys = () => ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })

const { ca, client, server, elsewhere, stranger } = testCertificates
const portOf = (listening: Server | TlsServer | ssh2.Server) => (listening.address() as AddressInfo).port

let fake: FakeEngine
let closing: (() => void)[] = []
beforeEach(async () => {
  fake = await startFakeEngine()
})
afterEach(async () => {
  for (const close of closing) close()
  closing = []
  await fake.stop()
})
const enginePort = () => Number(new URL(fake.address.replace('tcp', 'http')).port)

async function failure(address: string, options: Parameters<typeof openEngine>[1]) {
  const engine = openEngine(address, { connectTimeoutMs: 1_000, timeoutMs: 1_000, ...options })
  try {
    await engine.json('GET', '/info')
    return null
  } catch (error) {
    if (!isAppError(error)) throw error
    return { message: error.message, step: error.details?.step, fix: error.details?.fix }
  } finally {
    engine.close()
  }
}

describe('TLS', () => {
  async function front(material: { cert: string; key: string }): Promise<number> {
    const listening = createTlsServer({ ...material, ca, requestCert: true, rejectUnauthorized: true }, (socket) => {
      const inner = connect(enginePort(), '127.0.0.1')
      socket.pipe(inner).pipe(socket)
      socket.on('error', () => inner.destroy())
      inner.on('error', () => socket.destroy())
    })
    listening.on('tlsClientError', () => undefined)
    closing.push(() => listening.close())
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    return portOf(listening)
  }

  it('works with client certificates', async () => {
    const port = await front(server)
    expect(await failure(`tls://127.0.0.1:${port}`, { tls: { ca, ...client } })).toBeNull()
    expect(await failure(`tls://localhost:${port}`, { tls: { ca, ...client } })).toBeNull()
    const test = await testConnection(
      { address: `tls://127.0.0.1:${port}`, tls: { ca, ...client } },
      { holderOf: () => undefined },
    )
    expect(test).toMatchObject({ ok: true, hostname: fake.info.Name })
    expect(test.steps.map((step) => step.step)).toEqual(['address', 'resolve', 'connect', 'tls', 'api', 'identity'])
  })

  it('asks whether it may still send when nothing but the sending is left', async () => {
    const engine = openEngine(`tls://127.0.0.1:${await front(server)}`, { tls: { ca, ...client } })
    closing.push(() => engine.close())
    const late = new Error('too late')
    const isTrusted: boolean[] = []
    const request = engine.open({
      method: 'POST',
      path: '/late',
      headers: {},
      beforeSent() {
        isTrusted.push((request.socket as TLSSocket).authorized)
        throw late
      },
    })
    request.end()
    expect((await once(request, 'error'))[0]).toBe(late)
    expect(isTrusted).toEqual([true])
    expect(await engine.json('GET', '/info')).toBeDefined()
    expect(fake.requests).not.toContain('POST /late')
  })

  it.each([
    ['no CA', server, { ...client }, /not signed by a CA that is trusted here/],
    ['no client certificate', server, { ca }, /does not accept our client certificate/],
    ['the wrong name', elsewhere, { ca, ...client }, /certificate of 127.0.0.1:\d+ is for kiel-1/],
    [
      'a key that does not belong',
      server,
      { ca, cert: client.cert, key: stranger.key },
      /cannot be used: key values mismatch/,
    ],
  ])('tells %s', async (_name, material, tls, words) => {
    const port = await front(material)
    const told = await failure(`tls://127.0.0.1:${port}`, { tls })
    expect(told).toMatchObject({ message: expect.stringMatching(words), step: 'tls', fix: expect.any(String) })
    const test = await testConnection({ address: `tls://127.0.0.1:${port}`, tls }, { holderOf: () => undefined })
    expect(test.steps.map((step) => step.status)).toEqual(['ok', 'ok', 'ok', 'failed', 'skipped', 'skipped'])
    expect(test.steps[3]?.message).toMatch(words)
  })

  it('says which scheme fits when the wrong one is used', async () => {
    const port = await front(server)
    expect(await failure(`tcp://127.0.0.1:${port}`, {})).toMatchObject({
      message: expect.stringContaining('closed the connection'),
    })
    expect(await failure(fake.address.replace('tcp', 'tls'), { tls: { ca, ...client } })).toMatchObject({
      message: expect.stringContaining('does not speak TLS'),
      fix: expect.stringContaining('tcp://'),
    })
    // This is what Go's TLS server says to plain HTTP.
    fake.routes.set('/version', (_request, response) => {
      response.writeHead(400)
      response.end('Client sent an HTTP request to an HTTPS server.\n')
    })
    expect(await failure(fake.address, {})).toMatchObject({
      message: expect.stringContaining('speaks TLS'),
      fix: expect.stringContaining('tls://'),
    })
  })

  it('gives up on a port that is silent', async () => {
    const silent = createServer(() => undefined)
    closing.push(() => silent.close())
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    expect(await failure(`tls://127.0.0.1:${portOf(silent)}`, { connectTimeoutMs: 100 })).toMatchObject({
      message: expect.stringMatching(/TLS handshake with .* times out after 0.1 s/),
    })
    const ssh = await failure(`ssh://127.0.0.1:${portOf(silent)}`, {
      connectTimeoutMs: 100,
      sshKey: newKeys().private,
    })
    expect(ssh?.message).toMatch(/SSH to .* times out/)
  })

  it('knows what does not speak HTTP at all', async () => {
    const odd = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    closing.push(() => odd.close())
    await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve))
    expect(await failure(`tcp://127.0.0.1:${portOf(odd)}`, {})).toMatchObject({
      message: expect.stringContaining('does not speak HTTP'),
    })
  })
})

describe('SSH', () => {
  const hostKeys = newKeys()
  const userKeys = newKeys()
  const parsed = ssh2.utils.parseKey(hostKeys.public)
  if (parsed instanceof Error) throw parsed
  const hostKey = fingerprintOf(parsed.getPublicSSH())
  let sessions = 0
  let channels = 0
  let executed: string[] = []
  let allowsForwarding = true
  let openSessions: ssh2.Connection[] = []

  async function sshServer(): Promise<string> {
    sessions = 0
    channels = 0
    executed = []
    openSessions = []
    allowsForwarding = true
    const allowed = ssh2.utils.parseKey(userKeys.public)
    if (allowed instanceof Error) throw allowed
    const listening = new ssh2.Server({ hostKeys: [hostKeys.private] }, (connection) => {
      sessions += 1
      openSessions.push(connection)
      connection.on('error', () => undefined)
      connection.on('authentication', (context) => {
        const isRight = context.method === 'publickey' && context.key.data.equals(allowed.getPublicSSH())
        if (isRight && context.username === 'lotse') context.accept()
        else context.reject(['publickey'])
      })
      const relay = (channel: ssh2.ServerChannel) => {
        channels += 1
        const inner = connect(enginePort(), '127.0.0.1')
        channel.pipe(inner).pipe(channel)
        inner.on('error', () => channel.end())
        channel.on('error', () => inner.destroy())
      }
      connection.on('openssh.streamlocal', (accept, reject, info) => {
        if (allowsForwarding && info.socketPath === '/var/run/docker.sock') relay(accept())
        else reject()
      })
      connection.on('session', (accept) => {
        accept().on('exec', (acceptExec, _reject, info) => {
          executed.push(info.command)
          relay(acceptExec())
        })
      })
    })
    closing.push(() => {
      for (const connection of openSessions) connection.end()
      listening.close()
    })
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    return `ssh://lotse@127.0.0.1:${portOf(listening)}`
  }

  it('carries every request over one connection, and connects again when that breaks', async () => {
    const engine = openEngine(await sshServer(), { sshKey: userKeys.private, sshHostKey: hostKey })
    await Promise.all([1, 2, 3].map(() => engine.json('GET', '/info')))
    expect(await engine.docker.info()).toMatchObject({ ID: fake.info.ID })
    expect(sessions).toBe(1)
    expect(channels).toBeLessThanOrEqual(4)
    expect(executed).toEqual([])
    for (const connection of openSessions) connection.end()
    await expect.poll(() => engine.json('GET', '/info').catch(() => null)).toMatchObject({ ID: fake.info.ID })
    expect(sessions).toBe(2)
    engine.close()
  })

  it('goes through the docker command where forwarding is forbidden', async () => {
    const address = await sshServer()
    allowsForwarding = false
    const engine = openEngine(address, { sshKey: userKeys.private, sshHostKey: hostKey })
    expect(await engine.json('GET', '/info')).toMatchObject({ ID: fake.info.ID })
    expect(executed).toEqual(['docker system dial-stdio'])
    engine.close()
  })

  it('shows an unknown host key and refuses to go on', async () => {
    const address = await sshServer()
    const test = await testConnection({ address, sshKey: userKeys.private }, { holderOf: () => undefined })
    expect(test.ok).toBe(false)
    expect(test.sshHostKey).toBe(hostKey)
    expect(test.steps.find((step) => step.step === 'ssh')).toMatchObject({
      status: 'failed',
      message: expect.stringContaining(hostKey),
      fix: expect.stringContaining('accept it'),
    })
    const accepted = await testConnection(
      { address, sshKey: userKeys.private, sshHostKey: hostKey },
      { holderOf: () => undefined },
    )
    expect(accepted).toMatchObject({ ok: true, sshHostKey: hostKey })
  })

  it.each([
    [
      'another host key',
      { sshKey: userKeys.private, sshHostKey: 'SHA256:AAAA' },
      'lotse',
      /another SSH key than the accepted one/,
    ],
    ['a key that is not let in', { sshKey: newKeys().private, sshHostKey: hostKey }, 'lotse', /does not let lotse in/],
    ['a user that is not let in', { sshKey: userKeys.private, sshHostKey: hostKey }, 'root', /does not let root in/],
    ['a key that is none', { sshKey: 'nonsense', sshHostKey: hostKey }, 'lotse', /private key .* cannot be used/i],
  ])('tells %s', async (_name, options, user, words) => {
    const address = (await sshServer()).replace('lotse@', `${user}@`)
    expect(await failure(address, options)).toMatchObject({ message: expect.stringMatching(words), step: 'ssh' })
  })

  it('tells a socket that is not there', async () => {
    const address = `${await sshServer()}/nowhere.sock`
    allowsForwarding = false
    await fake.stop()
    expect(await failure(address, { sshKey: userKeys.private, sshHostKey: hostKey })).not.toBeNull()
    await fake.restart()
  })

  it('reads known_hosts, plain and hashed', () => {
    const key = parsed.getPublicSSH()
    const line = `ssh-ed25519 ${key.toString('base64')}`
    expect(knownHostsHas(`# mine\nkiel-1,10.0.0.1 ${line} comment`, '10.0.0.1', 22, key)).toBe(true)
    expect(knownHostsHas(`[kiel-1]:2222 ${line}`, 'kiel-1', 2222, key)).toBe(true)
    expect(knownHostsHas(`kiel-1 ${line}`, 'kiel-1', 2222, key)).toBe(false)
    expect(knownHostsHas(`@revoked kiel-1 ${line}`, 'kiel-1', 22, key)).toBe(false)
    const hashed = '|1|JfKTdBh7rNbXkVAQCRp4OQoPfmI=|USECr3SWf1JUPsms5AqfD5QfxkM='
    expect(knownHostsHas(`${hashed} ${line}`, 'example.com', 22, key)).toBe(false)
  })
})
