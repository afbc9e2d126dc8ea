import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from './config'
import { usage } from './config/settings'
import { testCertificates } from './testing/certificates'

const config = (args: string[] = [], env: Record<string, string> = {}) =>
  readConfig(args, { HOME: '/home/ada', LOTSE_DISCOVERY: '', ...env }, false)

describe('the settings', () => {
  it('default to this machine only', () => {
    expect(config()).toMatchObject({
      listen: { host: '127.0.0.1', port: 3000 },
      tls: null,
      isInsecure: false,
      dataDirectory: '/home/ada/.local/share/lotse',
      discovery: '',
      strategy: 'spread',
      adminPassword: null,
      logLevel: 'info',
      isDevelopment: false,
    })
    expect(readConfig([], { LOTSE_DISCOVERY: '' }, true).dataDirectory).toBe('/var/lib/lotse')
  })

  it('offer the Docker API on this machine only, unless it has TLS', () => {
    expect(config().dockerListen).toBeNull()
    expect(config([], { LOTSE_DOCKER_LISTEN: '127.0.0.1:3375' }).dockerListen).toEqual({
      host: '127.0.0.1',
      port: 3375,
      tls: null,
    })
    expect(config(['--docker-listen', '[::1]:3375']).dockerListen).toEqual({ host: '::1', port: 3375, tls: null })
    for (const address of ['0.0.0.0:3375', ':3375', '10.0.0.5:3375', '[::]:3375']) {
      const given = { LOTSE_DOCKER_LISTEN: address, LOTSE_ALLOW_INSECURE_LISTEN: 'yes' }
      expect(() => config([], given), address).toThrow('does not offer the Docker API')
    }
    const files = {
      LOTSE_DOCKER_TLS_CA: '/ca.pem',
      LOTSE_DOCKER_TLS_CERT: '/cert.pem',
      LOTSE_DOCKER_TLS_KEY: '/key.pem',
    }
    expect(config([], { LOTSE_DOCKER_LISTEN: '0.0.0.0:2376', ...files }).dockerListen).toMatchObject({
      host: '0.0.0.0',
      tls: { ca: '/ca.pem', otherwise: 'reader' },
    })
    const own = {
      LOTSE_DOCKER_LISTEN: '10.0.0.5:2376',
      LOTSE_DOCKER_TLS: '1',
      LOTSE_DOCKER_NAMES: 'A.example, 10.0.0.9',
    }
    expect(config([], { ...own, LOTSE_PUBLIC_URL: 'https://lotse.example' }).dockerListen?.tls).toEqual({
      kind: 'own',
      names: ['a.example', '10.0.0.9', 'lotse.example'],
    })
    expect(() => config([], { ...own, ...files })).toThrow('of its own too')
    expect(() => config([], { ...own, LOTSE_DOCKER_NAMES: 'a b' })).toThrow('wants host names')
    const without = { LOTSE_DOCKER_LISTEN: '0.0.0.0:2376', ...files, LOTSE_DOCKER_TLS_KEY: '' }
    expect(() => config([], without)).toThrow('some of its TLS files')
  })

  it('take a flag before a variable', () => {
    const env = { LOTSE_LISTEN: '127.0.0.1:1', LOTSE_STRATEGY: 'binpack' }
    expect(config(['serve', '--listen', '127.0.0.1:2'], env)).toMatchObject({
      listen: { port: 2 },
      strategy: 'binpack',
    })
  })

  it('read an empty variable as an unset one', () => {
    expect(config([], { LOTSE_LISTEN: '', LOTSE_ADMIN_PASSWORD: '', LOTSE_ALLOW_INSECURE_LISTEN: '' })).toMatchObject({
      listen: { port: 3000 },
      adminPassword: null,
    })
  })

  it.each([
    [['--listen', '3000'], /--listen is "3000": wants ADDRESS:PORT/],
    [['--listen', '127.0.0.1:99999'], /port up to 65535/],
    [['--strategy', 'best'], /--strategy is "best"/],
    [['--admin-password', 'short'], /--admin-password is refused: wants at least 10/],
    [['--nonsense'], /Unknown option '--nonsense'/],
    [['explode'], /does not know the command explode/],
    [['--tls-cert', '/nowhere/cert.pem'], /LOTSE_TLS_CERT is set without the other/],
    [['--tls-cert', '/nowhere/cert.pem', '--tls-key', '/nowhere/key.pem'], /cert\.pem cannot be read/],
    [['--public-url', 'lotse.example.com'], /wants an address like https/],
  ])('refuse %j', (args, message) => {
    expect(() => config(args)).toThrow(message)
  })

  it('name the registry for what is built, with a login or without', () => {
    const registryOf = (args: string[], env: Record<string, string> = {}) => config(args, env).registry
    const login = ['--registry-user', 'ada', '--registry-password', 'enter-harbour']
    expect(registryOf([])).toBeNull()
    expect(registryOf(['--registry', 'kiel.lan:5000/team/'])).toEqual({
      address: 'kiel.lan:5000',
      prefix: 'kiel.lan:5000/team',
      login: null,
    })
    expect(registryOf(['--registry', 'index.docker.io/ada', ...login])).toEqual({
      address: 'docker.io',
      prefix: 'docker.io/ada',
      login: { username: 'ada', password: 'enter-harbour' },
    })
    const directory = mkdtempSync(path.join(tmpdir(), 'lotse-config-'))
    const file = path.join(directory, 'password')
    writeFileSync(file, 'from-file\n')
    const env = { LOTSE_REGISTRY: 'kiel.lan', LOTSE_REGISTRY_USER: 'ada', LOTSE_REGISTRY_PASSWORD_FILE: file }
    expect(registryOf([], env)?.login).toEqual({ username: 'ada', password: 'from-file' })
    expect(() => registryOf([], { ...env, LOTSE_REGISTRY_PASSWORD: 'x' })).toThrow(/are both set/)
    writeFileSync(file, '\n')
    expect(() => registryOf([], env)).toThrow(/is empty/)
    rmSync(directory, { recursive: true })
    expect(() => registryOf([], env)).toThrow(/password cannot be read/)
  })

  it.each([
    [['--registry', 'https://kiel.lan'], /--registry is "https:\/\/kiel.lan": wants HOST/],
    [['--registry', 'team'], /wants a host with a dot or a port/],
    [['--registry', 'docker.io'], /docker\.io\/ACCOUNT/],
    [['--registry', 'docker.io/ada/deeper'], /nothing behind it/],
    [['--registry', 'kiel.lan:99999'], /port up to 65535/],
    [['--registry', 'kiel.lan', '--registry-user', 'ada'], /LOTSE_REGISTRY_USER is set without the other/],
    [['--registry-user', 'ada'], /LOTSE_REGISTRY_USER is set without LOTSE_REGISTRY/],
  ])('refuse the registry of %j', (args, message) => {
    expect(() => config(args)).toThrow(message)
  })

  it('take a key of 32 bytes, and repeat no secret when they refuse one', () => {
    expect(config().secretKey).toBeNull()
    expect(config(['--secret-key', 'ab'.repeat(32)]).secretKey).toEqual(Buffer.alloc(32, 0xab))
    expect(config([], { LOTSE_SECRET_KEY: Buffer.alloc(32, 5).toString('base64') }).secretKey).toHaveLength(32)
    const refused = (args: string[]) => {
      try {
        config(args)
      } catch (error) {
        return JSON.stringify([String(error), error])
      }
      return ''
    }
    for (const args of [
      ['--secret-key', 'too-short-secret'],
      ['--registry-password', 'x'.repeat(10_001)],
    ]) {
      expect(refused(args)).toMatch(/is refused/)
      expect(refused(args)).not.toMatch(/too-short-secret|xxxx/)
    }
  })

  it('bring the certificates for discovered engines', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'lotse-config-'))
    const file = path.join(directory, 'x.pem')
    const key = path.join(directory, 'key.pem')
    writeFileSync(file, testCertificates.client.cert)
    writeFileSync(key, testCertificates.client.key)
    expect(config([], { LOTSE_ENGINE_CA: file }).engineTls).toEqual({ ca: testCertificates.client.cert })
    expect(config(['--engine-cert', file, '--engine-key', key]).engineTls).toEqual({
      cert: testCertificates.client.cert,
      key: testCertificates.client.key,
    })
    expect(() => config(['--engine-cert', file, '--engine-key', file])).toThrow(/do not make a pair/)
    writeFileSync(key, 'PEM')
    expect(() => config(['--tls-cert', file, '--tls-key', key])).toThrow(/LOTSE_TLS_KEY .*key\.pem do not make a pair/)
    expect(config().engineTls).toBeNull()
    expect(() => config(['--engine-cert', file])).toThrow(/LOTSE_ENGINE_CERT is set without the other/)
    rmSync(directory, { recursive: true })
  })

  it('never repeat a password', () => {
    expect(() => config([], { LOTSE_ADMIN_PASSWORD: 'hunter2' })).toThrow(/^((?!hunter2).)*$/)
  })

  it.each(['0.0.0.0:3000', ':3000', '[::]:3000', '10.0.0.1:3000', 'lotse.example.com:3000'])(
    'refuse to listen on %s without TLS unless told so',
    (listen) => {
      expect(() => config(['--listen', listen])).toThrow(/without TLS/)
      expect(config(['--listen', listen, '--allow-insecure-listen']).isInsecure).toBe(true)
      expect(config(['--listen', listen], { LOTSE_ALLOW_INSECURE_LISTEN: '1' }).isInsecure).toBe(true)
    },
  )

  it.each(['127.0.0.1:3000', '[::1]:3000', 'localhost:3000', '127.9.9.9:0'])('listen on %s as it is', (listen) => {
    expect(config(['--listen', listen]).isInsecure).toBe(false)
  })

  it('are all in the help', () => {
    expect(usage()).toContain('--listen VALUE  LOTSE_LISTEN')
    expect(usage()).toContain('--allow-insecure-listen  LOTSE_ALLOW_INSECURE_LISTEN')
  })
})
