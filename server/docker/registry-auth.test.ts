import { describe, expect, it } from 'vitest'
import {
  authHeader,
  authsHeader,
  registryError,
  registryIn,
  registryMeaning,
  registryOf,
  wordsWithout,
} from './registry-auth'

const auth = { address: 'kiel.lan:5000', username: 'ada', password: 'p?ss>w~rd' }
/** As engines read it: Go wants the padding, and silently goes on without a login when it is missing. */
const decoded = (header: string) => {
  expect(header).toMatch(/^[A-Za-z0-9_-]+={0,2}$/)
  expect(header.length % 4).toBe(0)
  return JSON.parse(Buffer.from(header, 'base64url').toString())
}

describe('a login in a header', () => {
  it('is whole whatever its length', () => {
    for (const username of ['a', 'ab', 'abc', 'abcd']) {
      const { 'X-Registry-Auth': header } = authHeader({ ...auth, username })
      expect(decoded(header)).toEqual({ username, password: auth.password, serveraddress: auth.address })
    }
    expect(decoded(authHeader(undefined)['X-Registry-Auth'])).toEqual({})
  })

  it('names Docker Hub as engines do, and a build gets all of them', () => {
    const { 'X-Registry-Config': header = '' } = authsHeader([auth, { ...auth, address: 'docker.io' }])
    const login = { username: 'ada', password: auth.password }
    expect(decoded(header)).toEqual({ 'kiel.lan:5000': login, 'https://index.docker.io/v1/': login })
    expect(authsHeader([])).toEqual({})
  })
})

describe('the registry of an image', () => {
  it.each([
    ['redis', 'docker.io'],
    ['docker.io/team/app:1', 'docker.io'],
    ['Kiel.LAN:5000/app', 'kiel.lan:5000'],
    ['localhost/app@sha256:ab', 'localhost'],
  ])('%s is %s', (reference, address) => {
    expect(registryOf(reference)).toBe(address)
  })

  it('is found in the words of a build', () => {
    expect(registryIn('pull access denied for kiel.lan:5000/base, repository does not exist')).toBe('kiel.lan:5000')
    expect(registryIn('pull access denied for base, repository does not exist')).toBe('docker.io')
    expect(registryIn('Get "https://registry-1.docker.io/v2/": dial tcp: no such host')).toBe('docker.io')
    expect(registryIn('COPY failed: no such file')).toBeNull()
  })
})

describe('what a refusal means', () => {
  it.each([
    ['unauthorized: authentication required', /wants a login/, /add a login for r:5000 under Settings, Registries/],
    ['http: server gave HTTP response to HTTPS client', undefined, /speaks no TLS/],
    ['x509: certificate signed by unknown authority', undefined, /certs\.d\/r:5000/],
    ['manifest unknown', undefined, /name and tag/],
    ['toomanyrequests: slow down', undefined, /Add a login/],
    ['dial tcp 10.0.0.1:5000: connect: connection refused', undefined, /reaches r:5000/],
    ['something else', undefined, undefined],
  ])('%s', (words, message, fix) => {
    const meaning = registryMeaning('r:5000', undefined, words)
    if (message) expect(meaning.message).toMatch(message)
    else expect(meaning.message).toBeUndefined()
    if (fix) expect(meaning.fix).toMatch(fix)
    else expect(meaning.fix).toBeUndefined()
  })

  it('names the user that was refused', () => {
    expect(registryMeaning('r:5000', 'ada', '401 Unauthorized')).toMatchObject({
      message: 'r:5000 refused the user ada',
      fix: expect.stringContaining('login of ada'),
    })
  })

  it('never repeats the password, however the registry sends it back', () => {
    const basic = Buffer.from(`ada:${auth.password}`).toString('base64')
    const header = authHeader(auth)['X-Registry-Auth']
    const said = `denied: ${auth.password}, Basic ${basic}, ${header}, ?p=${encodeURIComponent(auth.password)}`
    const error = registryError('cannot be pulled', 'kiel.lan:5000/app:1', said, auth, new Error(said))
    const told = [error.message, JSON.stringify(error.details), String(error.cause ?? ''), error.stack].join('\n')
    for (const secret of [auth.password, basic, header, encodeURIComponent(auth.password)]) {
      expect(told).not.toContain(secret)
    }
    expect(wordsWithout(undefined, 'as it was')).toBe('as it was')
  })
})
