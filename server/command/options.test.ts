import { describe, expect, it } from 'vitest'
import { readFlags } from './flags'
import { readJoinOptions, readListOptions } from './join-options'
import { readListen, readManageOptions } from './manage-options'

const join = (text: string, env = {}) => readJoinOptions(text.split(' '), env)
const list = (text: string) => readListOptions(text.split(' '), {})
const manage = (text: string, env = {}) => readManageOptions(text.split(' ').filter(Boolean), env)

describe('flags', () => {
  const flags = [
    { names: ['host', 'H'], kind: 'list', env: ['SWARM_HOST'], help: '' },
    { names: ['debug'], kind: 'switch', help: '' },
    { names: ['ttl'], kind: 'text', help: '' },
  ] as const
  it('come in every spelling of Go, before and after the words', () => {
    const given = readFlags(flags, ['a', '-ttl', '1s', '--host=x=1', '-H', 'y', '--debug', 'b', '--', '-c'], {})
    expect([given.text('ttl'), given.list('host'), given.isOn('debug')]).toEqual(['1s', ['x=1', 'y'], true])
    expect(given.words).toEqual(['a', 'b', '-c'])
    expect(readFlags(flags, ['--debug=false'], {}).isOn('debug')).toBe(false)
  })
  it('take the variable when they are not given', () => {
    expect(readFlags(flags, [], { SWARM_HOST: 'a:1, b:2' }).list('host')).toEqual(['a:1', 'b:2'])
    expect(readFlags(flags, ['-H', 'c:3'], { SWARM_HOST: 'a:1' }).list('host')).toEqual(['c:3'])
  })
  it.each([
    [['--nope'], 'flag provided but not defined: -nope'],
    [['-ttl'], 'flag needs an argument: -ttl'],
    [['--debug=maybe'], 'invalid boolean value "maybe" for -debug'],
  ])('%j are refused', (args, message) => {
    expect(() => readFlags(flags, args, {})).toThrow(message)
  })
})

describe('lotse join', () => {
  it('takes what classic Swarm took', () => {
    expect(join('--heartbeat=1s --ttl=10s --delay 2s --advertise=10.0.0.1:2375 etcd://h:2379/test')).toEqual({
      discovery: 'etcd://h:2379/test',
      discoveryOptions: new Map(),
      advertise: '10.0.0.1:2375',
      delayMs: 2_000,
      heartbeatMs: 1_000,
      ttlMs: 10_000,
    })
    expect(join('-addr n1:2375', { SWARM_DISCOVERY: 'consul://h/p' })).toMatchObject({ discovery: 'consul://h/p' })
    expect(join('consul://h/p', { SWARM_ADVERTISE: 'n1:2375' })).toMatchObject({ advertise: 'n1:2375' })
  })
  const form = '--advertise should be of the form ip:port or hostname:port'
  it.each([
    ['zk://h/p', 'missing mandatory --advertise flag'],
    ['--advertise=127.0.0.1ac:sh25 zk://h/p', form],
    ['--advertise=127.0.0.1:0 zk://h/p', form],
    ['--advertise=127.0.0.1:65536 zk://h/p', form],
    ['--advertise=a:1 --delay=-10s zk://h/p', '--delay should not be a negative number'],
    ['--advertise=a:1 --heartbeat=10ms zk://h/p', '--heartbeat should be at least one second'],
    ['--advertise=a:1 --heartbeat=10s --ttl=10s zk://h/p', '--ttl must be strictly superior to the heartbeat value'],
    ['--advertise=a:1 --heartbeat=asdf zk://h/p', 'invalid duration'],
    ['--advertise=a:1 --ttl=10 zk://h/p', 'invalid duration'],
    ['--advertise=a:1', 'discovery required to join a cluster'],
  ])('refuses %s', (text, message) => {
    expect(() => join(text)).toThrow(message)
  })
})

describe('lotse list', () => {
  it.each(['-10s', '0s'])('refuses a time-out of %s', (timeout) => {
    expect(() => list(`--timeout ${timeout} zk://h/p`)).toThrow('--timeout should be a positive number')
  })
  it('takes one', () => {
    expect(list('--timeout=3s file:///x')).toMatchObject({ timeoutMs: 3_000, discovery: 'file:///x' })
  })
})

describe('lotse manage', () => {
  it('takes what classic Swarm took', () => {
    const options = manage(
      '-H 127.0.0.1:3375 --heartbeat=1s --engine-refresh-min-interval=1s --engine-refresh-max-interval=1s --engine-failure-retry=1 -cluster-opt swarm.createretry=1 --cluster-opt=swarm.overcommit=0.5 --strategy binpacking --replication --replication-ttl 4s --advertise 127.0.0.1:3375 a:2375,b:2375',
    )
    expect(options).toMatchObject({
      listen: [{ host: '127.0.0.1', port: 3375 }],
      discovery: 'a:2375,b:2375',
      heartbeatMs: 1_000,
      strategy: 'binpack',
      rules: { overcommit: 0.5, failureRetry: 1 },
      createRetry: 1,
      times: { resyncMinMs: 1_000, failureRetry: 1, heartbeatMs: 1_000, unreachableAfterMs: 1_000 },
      replication: { advertise: '127.0.0.1:3375', ttlMs: 4_000 },
      tls: null,
    })
  })
  it('has the defaults of classic Swarm', () => {
    expect(manage('a:1')).toMatchObject({
      listen: [{ host: '127.0.0.1', port: 2375 }],
      strategy: 'spread',
      createRetry: 0,
      times: { resyncMinMs: 30_000, resyncMaxMs: 60_000, failureRetry: 3, unreachableAfterMs: 6_000 },
      replication: null,
    })
    expect(manage('', { SWARM_DISCOVERY: 'a:1', SWARM_HOST: 'tcp://0.0.0.0:4000' })).toMatchObject({
      discovery: 'a:1',
      listen: [{ host: '0.0.0.0', port: 4000 }],
    })
  })
  it('keeps the rules that classic Swarm did not know when filters are chosen', () => {
    expect(manage('--filter port --filter=health a:1').rules.filters).toEqual(
      expect.arrayContaining(['health', 'port', 'volume', 'host']),
    )
    expect(manage('--filter port a:1').rules.filters).not.toContain('affinity')
  })
  it.each([
    ['-cluster-opt swarm.overcommit=-2 a:1', 'swarm.overcommit should be larger than -1, -2.000000 is invalid'],
    ['-cluster-opt swarm.createretry=-1 a:1', 'swarm.createretry can not be negative, -1 is invalid'],
    ['--engine-refresh-min-interval=-10s a:1', 'min refresh interval should be a positive number'],
    ['--engine-refresh-min-interval=0s a:1', 'min refresh interval should be a positive number'],
    ['--engine-refresh-max-interval=20s a:1', 'max refresh interval cannot be less than min refresh interval'],
    ['--engine-failure-retry=0 a:1', 'invalid failure retry count'],
    ['--replication zk://h/p', '--advertise address must be provided when using --leader-election'],
    ['--replication --advertise h:0 zk://h/p', '--advertise should be of the form ip:port or hostname:port'],
    ['--replication --advertise h:1 --replication-ttl -10s zk://h/p', '--replication-ttl should be a positive number'],
    ['--replication --advertise h:1 --replication-ttl 0s zk://h/p', '--replication-ttl should be a positive number'],
    ['--strategy nope a:1', 'not supported'],
    ['--filter nope a:1', 'unsupported filter nope'],
    ['--tls a:1', '--tlscert and --tlskey must be provided when using --tls'],
    ['--tlscert x a:1', 'require the use of either --tls or --tlsverify'],
    ['', 'discovery required to manage a cluster'],
    ['-H ftp://x a:1', 'flag -H'],
  ])('refuses %s', (text, message) => {
    expect(() => manage(text)).toThrow(message)
  })
  it('listens on ports and sockets', () => {
    expect([':4000', 'tcp://[::1]:2375', 'unix:///run/lotse.sock'].map(readListen)).toEqual([
      { host: '0.0.0.0', port: 4000 },
      { host: '::1', port: 2375 },
      { path: '/run/lotse.sock' },
    ])
  })
})
