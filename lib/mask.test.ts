import { describe, expect, it } from 'vitest'
import { isSecretName, mask, maskAssignment, maskDeep, maskText, maskValue } from './mask'

describe('a name', () => {
  it.each([
    'PASSWORD',
    'DB_PASSWORD',
    'dbPassword',
    'PGPASSWORD',
    'MYSQL_ROOT_PASSWORD',
    'API_KEY',
    'apiKey',
    'AWS_SECRET_ACCESS_KEY',
    'GITHUB_TOKEN',
    'SECRET',
    'session-secret',
    'JWT_SIGNING_KEY',
    'SMTP_PASS',
    'X-Auth-Token',
    'SENTRY_DSN',
    '--password',
    'PASSWORD2',
    'API_KEY_1',
    'dbPassword1',
    'PGPASS',
    'requirepass',
    'TS_AUTHKEY',
  ])('%s is secret', (name) => {
    expect(isSecretName(name)).toBe(true)
  })

  it.each([
    'PATH',
    'MODE',
    'KEYBOARD',
    'MONKEY',
    'TOKENIZER',
    'COMPASS',
    'BYPASS',
    'OAUTH2',
    'TOKEN_FILE1',
    'POSTGRES_PASSWORD_FILE',
    'TOKEN_TTL',
    'PASSWORD_MIN_LENGTH',
    'PUBLIC_KEY',
    'SSH_PUBLIC_KEY',
    'AUTHOR',
    '',
    '___',
  ])('%s is not', (name) => {
    expect(isSecretName(name)).toBe(false)
  })
})

describe('a text', () => {
  it.each([
    ['postgres://shop:hunter22@db:5432/shop', `postgres://shop:${mask}@db:5432/shop`],
    ['from amqp://u:p@x and redis://:pw@y', `from amqp://u:${mask}@x and redis://:${mask}@y`],
    ['Authorization: Bearer abcdef.ghijkl', `Authorization: Bearer ${mask}`],
    ['token=abc123&user=x', `token=${mask}&user=x`],
    ['{"password": "a b c", "user": "x"}', `{"password": ${mask}, "user": "x"}`],
    ["connecting with password='x y'", `connecting with password=${mask}`],
    ['key ghp_abcdefghijklmnopqrstuvwxyz0123456789 used', `key ${mask} used`],
    ['AKIAIOSFODNN7EXAMPLE', mask],
    ['redis-server --requirepass x1y2 --port 1', `redis-server --requirepass ${mask} --port 1`],
    ['run --db-password "x y" -v', `run --db-password ${mask} -v`],
    ['got eyJhbGciOiJI.eyJzdWIiOiIx.c2ln now', `got ${mask} now`],
  ])('%s', (text, masked) => {
    expect(maskText(text)).toBe(masked)
  })

  it('keeps no private key, not even one that is cut off', () => {
    const begin = '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n'
    expect(maskText(`${begin}-----END RSA PRIVATE KEY-----`)).not.toContain('AAAA')
    expect(maskText(`x ${begin}BBBB`)).not.toMatch(/AAAA|BBBB/)
  })

  it.each([
    'http://example.com:8080/a@b',
    'GET /keys 200 3ms',
    'the password was changed',
    'token bucket is full',
    'user@example.com: hello',
    '12:30:01 INFO ready',
    'run --password-file /run/x --token --verbose',
  ])('%s stays as it is', (text) => {
    expect(maskText(text)).toBe(text)
  })

  it('takes no long time over long lines', () => {
    const lines = [
      'a'.repeat(200_000),
      'password'.repeat(30_000),
      'x://'.repeat(50_000),
      'eyJ'.repeat(60_000),
      'eyJ-'.repeat(60_000),
      ' --token'.repeat(30_000),
      '-'.repeat(200_000),
      '='.repeat(200_000),
      'a.'.repeat(100_000),
    ]
    const startedAtMs = performance.now()
    for (const line of lines) maskText(`${line}:=@`)
    expect(performance.now() - startedAtMs).toBeLessThan(15_000)
  })
})

describe('values', () => {
  it('are hidden by their name, empty ones shown as empty', () => {
    expect(maskValue('PASSWORD', 'x')).toBe(mask)
    expect(maskValue('PASSWORD', '')).toBe('')
    expect(maskValue('URL', 'redis://:x@y')).toBe(`redis://:${mask}@y`)
    expect(maskAssignment('API_KEY=a=b=c')).toBe(`API_KEY=${mask}`)
    expect(maskAssignment('--password=x')).toBe(`--password=${mask}`)
    expect(maskAssignment('A=b')).toBe('A=b')
  })

  it('are hidden anywhere in an inspect answer, also after a flag', () => {
    const inspect = {
      Config: {
        Env: ['A=b', 'DB_PASSWORD=x1', 'URL=http://u:x2@h'],
        Cmd: ['run', '--token', 'x3', '--password=x4', '--verbose', 'yes'],
        Labels: { 'com.example.secret': 'x5', tier: 'web' },
      },
      HostConfig: { LogConfig: { Config: { 'splunk-token': 'x6' } } },
      NetworkSettings: { SandboxKey: '/var/run/docker/netns/1' },
      Size: 5,
      Nothing: null,
    }
    const text = JSON.stringify(maskDeep(inspect))
    expect(text).not.toMatch(/x[1-6]/)
    expect(maskDeep(inspect)).toMatchObject({
      Config: { Cmd: ['run', '--token', mask, `--password=${mask}`, '--verbose', 'yes'], Labels: { tier: 'web' } },
      NetworkSettings: { SandboxKey: '/var/run/docker/netns/1' },
      Size: 5,
      Nothing: null,
    })
    expect(inspect.Config.Env[1]).toBe('DB_PASSWORD=x1')
  })

  it('nested without end end somewhere', () => {
    const knot: Record<string, unknown> = {}
    knot.self = knot
    expect(() => maskDeep(knot)).not.toThrow()
  })
})
