import { describe, expect, it } from 'vitest'
import type { Inspect } from './inspect'
import { moveLabel, newContainer } from './new-container'

const id = 'c0ffee'.padEnd(64, '0')
const original = (over: Partial<Inspect> = {}): Inspect => ({
  Id: id,
  Name: '/web',
  Image: 'sha256:1',
  Config: {
    Image: 'web:1',
    Hostname: id.slice(0, 12),
    MacAddress: '02:42:ac:11:00:02',
    Env: ['A=b'],
    Labels: { own: 'kept' },
    Healthcheck: { Test: ['CMD', 'true'] },
    User: '1000',
  },
  HostConfig: { NetworkMode: 'back', Memory: 64, RestartPolicy: { Name: 'always' }, ContainerIDFile: '/tmp/cid' },
  NetworkSettings: {
    Networks: {
      front: { NetworkID: 'f', Aliases: ['web', id.slice(0, 12)], IPAMConfig: { IPv4Address: '10.1.0.9' } },
      back: { NetworkID: 'b', Aliases: ['web', 'api'], Links: ['db:database'] },
      bridge: { NetworkID: 'x' },
    },
  },
  ...over,
})
const made = (inspect: Inspect, quiet: string[] = [], fixed: string[] = [], macs: Record<string, string> = {}) =>
  newContainer(inspect, {
    moveId: 'm1',
    image: 'web:1',
    quietNetworks: new Set(quiet),
    fixedNetworks: new Set(fixed),
    macs,
    madeIdOf: (ref) => (ref === 'db' ? 'new-db' : undefined),
  })
const hostConfig = (inspect: Inspect) => made(inspect).body.HostConfig as Record<string, unknown>

describe('the container on the other host', () => {
  it('has all that the original has, but for what belongs to the old place', () => {
    const { body } = made(original())
    expect(body).toMatchObject({ Env: ['A=b'], User: '1000', Image: 'web:1', Healthcheck: { Test: ['CMD', 'true'] } })
    expect(body.Labels).toEqual({ own: 'kept', [moveLabel]: 'm1' })
    expect(body.HostConfig).toMatchObject({ Memory: 64, RestartPolicy: { Name: 'always' }, ContainerIDFile: '' })
    // The engine gave it this hostname and this address itself.
    expect(body).not.toHaveProperty('Hostname')
    expect(body).not.toHaveProperty('MacAddress')
    const named = original()
    named.Config.Hostname = 'mail'
    expect(made(named).body.Hostname).toBe('mail')
  })

  it('joins its own network first, with the names it had, and the addresses that are its own', () => {
    const { endpoints } = made(original(), [], ['front'])
    expect(endpoints).toEqual([
      { network: 'back', config: { Aliases: ['web', 'api'], Links: ['db:database'] } },
      { network: 'front', config: { Aliases: ['web'], IPAMConfig: { IPv4Address: '10.1.0.9' } } },
    ])
    expect(made(original()).endpoints[1]?.config).toEqual({ Aliases: ['web'] })
  })

  it('has no names where the original still serves', () => {
    expect(made(original(), ['back']).endpoints[0]).toEqual({ network: 'back', config: { Aliases: [] } })
  })

  it('keeps a hardware address that somebody chose, of the default network as a setting of its own', () => {
    const mac = '02:11:22:33:44:55'
    expect(made(original(), [], [], { back: mac }).endpoints[0]?.config).toMatchObject({ MacAddress: mac })
    expect(made(original(), [], [], { back: mac }).body).not.toHaveProperty('MacAddress')
    const plain = original({ NetworkSettings: { Networks: { bridge: { NetworkID: 'x' } } } })
    plain.HostConfig.NetworkMode = 'default'
    expect(made(plain, [], [], { bridge: mac }).body.MacAddress).toBe(mac)
  })

  it('has of those that came along what is theirs now', () => {
    const guest = original({ NetworkSettings: { Networks: {} } })
    Object.assign(guest.Config, { Hostname: 'db', ExposedPorts: { '80/tcp': {} } })
    Object.assign(guest.HostConfig, {
      NetworkMode: 'container:db',
      PidMode: 'container:other',
      VolumesFrom: ['db:ro', 'other'],
      Links: ['/db:/web/database', '/other:/web/other'],
    })
    expect(hostConfig(guest)).toMatchObject({
      NetworkMode: 'container:new-db',
      PidMode: 'container:other',
      VolumesFrom: ['new-db:ro', 'other'],
      Links: ['new-db:database', 'other:other'],
    })
    // Engines refuse both of one that is in the network of another.
    expect(made(guest).body).not.toHaveProperty('Hostname')
    expect(made(guest).body).not.toHaveProperty('ExposedPorts')
  })

  it('names the network that was given by its id', () => {
    const byId = original()
    byId.HostConfig.NetworkMode = 'b'.repeat(64)
    expect(hostConfig(byId).NetworkMode).toBe('front')
    const alone = original({ NetworkSettings: { Networks: {} } })
    alone.HostConfig.NetworkMode = 'host'
    expect(hostConfig(alone).NetworkMode).toBe('host')
  })

  it('binds volumes without a name by the name that they have', () => {
    const anonymous = original({
      Mounts: [
        { Type: 'volume', Name: 'abc', Destination: '/cache', RW: true },
        { Type: 'volume', Name: 'named', Destination: '/data', RW: false },
        { Type: 'volume', Name: 'from-mounts', Destination: '/logs', RW: false },
        { Type: 'bind', Source: '/srv', Destination: '/srv' },
      ],
    })
    anonymous.HostConfig.Binds = ['named:/data:ro', '/srv:/srv']
    anonymous.HostConfig.Mounts = [
      { Type: 'volume', Target: '/logs', ReadOnly: true },
      { Type: 'tmpfs', Target: '/tmp' },
    ]
    expect(hostConfig(anonymous)).toMatchObject({
      Binds: ['named:/data:ro', '/srv:/srv', 'abc:/cache', 'from-mounts:/logs:ro'],
      Mounts: [{ Type: 'tmpfs', Target: '/tmp' }],
    })
  })
})
