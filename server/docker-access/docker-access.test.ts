// Certificates and tokens from the console's API to the Docker API, over a real database and real TLS.
import { randomBytes, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import type http from 'node:http'
import https from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { extract } from 'tar-stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type DockerAccessState, defaultPolicies, type IssuedBundle } from '@/lib/contract/docker-access'
import { createSecretBox, keyBytes } from '@/server/registries/secret-box'
import { openTestApi, type TestApi } from '@/server/testing/api'
import { openTestAuthority } from '@/server/testing/issued'
import { openTwoHosts, type TwoHosts } from '@/server/testing/two-hosts'
import { openAuthority } from './authority'
import { namesHere, ownTls } from './own-tls'

let test: TestApi
let two: TwoHosts
let call: Awaited<ReturnType<TestApi['login']>>['call']
beforeEach(async () => {
  test = await openTestApi()
  call = (await test.login()).call
  two = await openTwoHosts(
    { access: test.dockerAccess.access, activity: test.activity },
    ownTls(test.authority, () => ['localhost']),
  )
})
afterEach(async () => {
  await two.end()
  await test.end()
})

type Files = Record<string, Buffer>
const filesIn = async (archive: Buffer): Promise<Files> => {
  const files: Files = {}
  const reading = extract()
  Readable.from([archive]).pipe(reading)
  for await (const entry of reading) {
    const chunks: Buffer[] = []
    for await (const chunk of entry) chunks.push(chunk as Buffer)
    files[entry.header.name] = Buffer.concat(chunks)
  }
  return files
}
const issue = async (role: string, name = 'laptop') => {
  const {
    status,
    body,
    text: said,
  } = await call('POST', '/docker-access/certificates', { name, role, host: 'localhost' })
  expect(status, said).toBe(201)
  const issued = body as IssuedBundle
  const files = await filesIn(Buffer.from(issued.bundle, 'base64'))
  const pem = (file: string) => files[`${name}/${file}`]?.toString() ?? ''
  return { ...issued, files, pair: { ca: pem('ca.pem'), cert: pem('cert.pem'), key: pem('key.pem') } }
}
const ask = async (options: https.RequestOptions, target = '/_ping', method = 'GET') => {
  const { port } = two.endpoint
  const request = https.request({ port, path: target, method, agent: false, ca: test.authority.cert, ...options })
  request.end()
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  const body = await text(response)
  return { status: response.statusCode, message: body.startsWith('{') ? JSON.parse(body).message : body }
}
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

describe('a bundle', () => {
  it('holds what docker wants, for the name that was chosen', async () => {
    const { files, fileName, pair, certificate } = await issue('operator')
    expect(fileName).toBe('laptop.tar')
    expect(Object.keys(files).sort()).toEqual(
      ['README.txt', 'ca.pem', 'cert.pem', 'env.ps1', 'env.sh', 'key.pem', 'laptop.dockercontext'].map(
        (name) => `laptop/${name}`,
      ),
    )
    expect(files['laptop/env.sh']?.toString()).toContain('DOCKER_HOST=tcp://localhost:2376')
    const context = await filesIn(files['laptop/laptop.dockercontext'] as Buffer)
    expect(JSON.parse(context['meta.json']?.toString() ?? '')).toMatchObject({
      Name: 'laptop',
      Endpoints: { docker: { Host: 'tcp://localhost:2376', SkipTLSVerify: false } },
    })
    expect(context['tls/docker/key.pem']?.toString()).toBe(pair.key)
    expect(new X509Certificate(pair.cert).toLegacyObject().subject).toMatchObject({ CN: 'admin', OU: 'lotse:operator' })
    expect(certificate).toMatchObject({ user: 'admin', role: 'operator', revokedAt: null, lastUsedAt: null })
    const listed = (await call('GET', '/docker-access')).text
    expect(listed).toContain(certificate.serial)
    expect(listed).not.toContain('PRIVATE KEY')
  })

  it.each([
    [{ name: 'a b', role: 'reader', host: 'localhost' }, 400],
    [{ name: '../x', role: 'reader', host: 'localhost' }, 400],
    [{ name: 'x', role: 'root', host: 'localhost' }, 400],
    [{ name: 'x', role: 'reader', host: 'elsewhere' }, 400],
    [{ name: 'x', role: 'reader', host: 'localhost', days: 9999 }, 400],
  ])('is not made of %j', async (body, status) => {
    expect((await call('POST', '/docker-access/certificates', body)).status).toBe(status)
  })

  it('opens the Docker API until it is revoked, and a stream of it ends there', async () => {
    const { pair, certificate } = await issue('admin')
    const other = await issue('admin', 'other')
    expect(await ask(pair)).toMatchObject({ status: 200 })
    await ask(pair, '/v1.45/containers/web1/start', 'POST')
    const stream = connect({ port: two.endpoint.port, servername: 'localhost', ...pair })
    stream.on('error', () => undefined)
    stream.write('GET /v1.45/events HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(stream, 'data')
    const closed = once(stream, 'close')
    expect((await call('DELETE', `/docker-access/certificates/${certificate.serial}`)).status).toBe(204)
    await closed
    expect(await ask(pair)).toMatchObject({ status: 403, message: expect.stringContaining('revoked') })
    expect(await ask(other.pair)).toMatchObject({ status: 200 })
    const { certificates } = (await call('GET', '/docker-access')).body as DockerAccessState
    expect(certificates.find(({ serial }) => serial === certificate.serial)).toMatchObject({
      revokedAt: expect.any(String),
      lastUsedAt: expect.any(String),
    })
    await expect
      .poll(async () => (await test.activity.list({ action: 'container.start' })).items)
      .toMatchObject([
        {
          actor: 'certificate:laptop',
          details: { user: 'admin', certificate: certificate.serial, address: '127.0.0.1' },
        },
      ])
    const acts = (await test.activity.list({ action: 'docker' })).items.map(({ action }) => action)
    expect(acts).toEqual(['docker.revoke', 'docker.certificate', 'docker.certificate'])
  })

  it('opens nothing any more when its user is gone, its row or its end', async () => {
    const { pair, certificate } = await issue('admin')
    test.time.nowMs += 366 * 86_400_000
    expect(await ask(pair)).toMatchObject({ status: 403, message: expect.stringContaining('expired') })
    test.time.nowMs -= 366 * 86_400_000
    expect(await ask(pair)).toMatchObject({ status: 200 })
    await test.store.db.dockerCertificate.update({ where: { serial: certificate.serial }, data: { role: 'reader' } })
    expect(await ask(pair)).toMatchObject({ status: 403 })
    await test.store.db.user.deleteMany()
    expect(await test.store.db.dockerCertificate.count()).toBe(0)
    expect(await ask(pair)).toMatchObject({ status: 403, message: expect.stringContaining('revoked') })
  })

  it('of another authority with the same name and serial opens nothing', async () => {
    const { certificate } = await issue('admin')
    const forged = openTestAuthority('Lotse Docker API').client('admin', 'lotse:admin')
    await test.store.db.dockerCertificate.update({
      where: { serial: certificate.serial },
      data: { serial: forged.serial },
    })
    expect(await ask(forged)).toMatchObject({ status: 403, message: expect.stringContaining('another authority') })
  })
})

describe('a token', () => {
  const make = async (role: string, more: object = {}) => {
    const { body, status } = await call('POST', '/docker-access/tokens', { name: `ci-${role}`, role, ...more })
    expect(status).toBe(201)
    return body as { token: string; id: string }
  }

  it('stands for a certificate, has its role, and is stored as a digest', async () => {
    const { token, id } = await make('reader')
    expect(token).toMatch(/^lotse_docker_/)
    expect(JSON.stringify(await test.store.db.dockerToken.findMany())).not.toContain(token)
    expect(await ask({})).toMatchObject({ status: 401 })
    expect(await ask(bearer(token))).toMatchObject({ status: 200 })
    expect(await ask(bearer(token), '/v1.45/containers/web1/start', 'POST')).toMatchObject({
      status: 403,
      message: expect.stringContaining('read-only'),
    })
    expect(await ask(bearer(`${token}x`))).toMatchObject({ status: 401 })
    const { tokens } = (await call('GET', '/docker-access')).body as DockerAccessState
    expect(tokens).toMatchObject([{ name: 'ci-reader', role: 'reader', lastUsedAt: expect.any(String) }])
    expect((await call('DELETE', `/docker-access/tokens/${id}`)).status).toBe(204)
    expect(await ask(bearer(token))).toMatchObject({ status: 401 })
  })

  it('ends on its day, and a wrong one is nobody whatever certificate comes with it', async () => {
    const { token } = await make('admin', { expiresInDays: 1 })
    const { pair } = await issue('admin')
    expect(await ask(bearer(token))).toMatchObject({ status: 200 })
    test.time.nowMs += 86_400_001
    expect(await ask({ ...pair, ...bearer(token) })).toMatchObject({ status: 401 })
    expect(await ask(pair)).toMatchObject({ status: 200 })
  })

  it('opens no console, and one of the console no Docker API', async () => {
    const { token } = await make('admin')
    const headers = { authorization: `Bearer ${token}` }
    expect((await test.send('GET', '/api/v1/hosts', { headers })).status).toBe(401)
    const own = (await call('POST', '/tokens', { name: 'script' })).body as { token: string }
    expect(await ask(bearer(own.token))).toMatchObject({ status: 401 })
    const asToken = { headers: { authorization: `Bearer ${own.token}`, 'content-type': 'application/json' } }
    const wanted = JSON.stringify({ name: 'x', role: 'admin' })
    expect((await test.send('POST', '/api/v1/docker-access/tokens', { ...asToken, body: wanted })).status).toBe(403)
  })

  it('has its role on the plain listener too, where nobody else is asked', async () => {
    const { token } = await make('reader')
    const plain = await openTwoHosts({ access: test.dockerAccess.access })
    try {
      const start = (headers: object) =>
        plain.askJson('/v1.45/containers/web1/start', { method: 'POST', headers: { ...headers } })
      expect((await start({ authorization: `Bearer ${token}` })).status).toBe(403)
      expect((await start({ authorization: 'Bearer wrong' })).status).toBe(401)
      expect((await start({ authorization: 'Basic x' })).status).not.toBe(401)
      expect((await start({})).status).not.toBe(403)
    } finally {
      await plain.end()
    }
  })
})

describe('policies', () => {
  it('are changed at once, kept, and written down', async () => {
    const { pair } = await issue('operator')
    const start = () => ask(pair, '/v1.45/containers/web1/start', 'POST')
    expect((await start()).status).not.toBe(403)
    const changed = {
      ...defaultPolicies,
      operator: { ...defaultPolicies.operator, readOnly: true, hostPaths: ['/srv/x'] },
    }
    expect((await call('PUT', '/docker-access/policies', changed)).status).toBe(200)
    expect(await start()).toMatchObject({ status: 403, message: expect.stringContaining('read-only') })
    expect(((await call('GET', '/docker-access')).body as DockerAccessState).policies).toEqual(changed)
    expect((await test.activity.list({ action: 'docker.policy' })).items).toMatchObject([
      { details: { before: defaultPolicies, after: changed } },
    ])
    for (const hostPaths of [['srv'], ['/srv/../etc'], ['/a:b'], ['/srv//x']]) {
      const odd = { ...changed, reader: { ...changed.reader, hostPaths } }
      expect((await call('PUT', '/docker-access/policies', odd)).status, hostPaths[0]).toBe(400)
    }
    expect((await call('PUT', '/docker-access/policies', { ...changed, admin: changed.reader })).status).toBe(400)
  })
})

describe('the authority', () => {
  it('is made once, kept sealed and to its owner, and opens with its own key only', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'authority-'))
    try {
      const box = createSecretBox(randomBytes(keyBytes))
      const made = openAuthority(directory, box)
      const file = path.join(directory, 'docker-authority.json')
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(readFileSync(file, 'utf8')).not.toContain('PRIVATE KEY')
      expect(openAuthority(directory, box).fingerprint).toBe(made.fingerprint)
      expect(() => openAuthority(directory, createSecretBox(randomBytes(keyBytes)))).toThrow('sealed with another key')
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it('renews the certificate of the Docker API before its end and for another name', () => {
    vi.useFakeTimers({ now: Date.now() })
    try {
      let names = ['localhost']
      const source = ownTls(test.authority, () => names, 3_600_000)
      const certificate = () => new X509Certificate(source.read().cert)
      const [first, seen] = [certificate(), vi.fn()]
      const stop = source.subscribe(seen)
      vi.advanceTimersByTime(30 * 86_400_000)
      expect(seen).not.toHaveBeenCalled()
      vi.advanceTimersByTime(31 * 86_400_000)
      expect(seen).toHaveBeenCalledTimes(1)
      expect(certificate().serialNumber).not.toBe(first.serialNumber)
      names = ['localhost', 'harbour']
      vi.advanceTimersByTime(3_600_000)
      expect(certificate().checkHost('harbour')).toBe('harbour')
      stop()
    } finally {
      vi.useRealTimers()
    }
  })

  it('names this machine, and first what was asked for', () => {
    const names = namesHere(['lotse.example'], '0.0.0.0')
    expect(names[0]).toBe('lotse.example')
    expect(names).toEqual(expect.arrayContaining(['localhost', '127.0.0.1', '::1']))
    expect(names).not.toContain('0.0.0.0')
    expect(namesHere([], '10.9.8.7')[0]).toBe('10.9.8.7')
  })
})
