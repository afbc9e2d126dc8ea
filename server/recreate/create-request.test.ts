import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRequest } from './create-request'
import { ownConfig } from './own-config'
import type { Fields, Inspect } from './types'

const id = 'c0ffee'.padEnd(64, '0')
const inspect = (over: Partial<Inspect> = {}): Inspect => ({
  Id: id,
  Name: '/web',
  Image: 'sha256:1',
  Config: { Hostname: id.slice(0, 12), Image: 'nginx:1', Env: ['MODE=fast'], Labels: {} },
  HostConfig: { NetworkMode: 'bridge' },
  NetworkSettings: {
    Networks: { bridge: { NetworkID: 'n0', IPAddress: '172.17.0.2', MacAddress: '02:42:ac:11:00:02' } },
  },
  Mounts: [],
  ...over,
})

describe('the request for a container like this one', () => {
  it('keeps every field of its host configuration', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc
            .string({ minLength: 1 })
            .filter((key) => !['NetworkMode', 'Links', 'Mounts', 'Binds', '__proto__'].includes(key)),
          fc.jsonValue(),
        ),
        (fields) => {
          const { HostConfig } = createRequest(inspect({ HostConfig: { ...fields, NetworkMode: 'bridge' } }), null).body
          expect(HostConfig).toEqual({ ...fields, NetworkMode: 'bridge' })
        },
      ),
    )
  })

  it('keeps every field of its own configuration but the name that the engine made up', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc
            .string({ minLength: 1 })
            .filter((key) => !['Hostname', 'HostConfig', 'NetworkingConfig', '__proto__'].includes(key)),
          fc.jsonValue(),
        ),
        (fields) => {
          const { HostConfig, NetworkingConfig, ...config } = createRequest(inspect({ Config: fields }), null).body
          expect(config).toEqual(fields)
          expect(HostConfig).toBeDefined()
          expect(NetworkingConfig).toBeDefined()
        },
      ),
    )
    expect(createRequest(inspect(), null).body.Hostname).toBeUndefined()
    expect(createRequest(inspect({ Config: { Hostname: 'shop' } }), null).body.Hostname).toBe('shop')
  })

  it('owes nothing that was owed to this one when it was made', () => {
    const Labels = { 'io.lotse.rescheduled': '1', 'io.lotse.rescheduled.then': '{"start":true}' }
    const { body } = createRequest(inspect({ Config: { Labels } }), null)
    expect(body.Labels).toEqual({ 'io.lotse.rescheduled': '1' })
  })

  it('joins all its networks with their names and chosen addresses, its own first', () => {
    const { body, networks } = createRequest(
      inspect({
        HostConfig: { NetworkMode: 'n-front' },
        NetworkSettings: {
          Networks: {
            back: {
              NetworkID: 'n-back',
              Aliases: ['db-user', id.slice(0, 12)],
              IPAMConfig: null,
              IPAddress: '10.0.1.5',
            },
            front: {
              NetworkID: 'n-front',
              Aliases: ['web'],
              IPAMConfig: { IPv4Address: '10.0.0.9' },
              IPAddress: '10.0.0.9',
              MacAddress: '02:42:0a:00:00:99',
              DriverOpts: { 'com.example': '1' },
            },
          },
        },
      }),
      null,
    )
    expect(body.HostConfig.NetworkMode).toBe('front')
    expect(body.NetworkingConfig).toEqual({
      EndpointsConfig: {
        front: {
          Aliases: ['web'],
          IPAMConfig: { IPv4Address: '10.0.0.9' },
          DriverOpts: { 'com.example': '1' },
          MacAddress: '02:42:0a:00:00:99',
        },
      },
    })
    expect(networks).toEqual([{ name: 'back', endpoint: { Aliases: ['db-user'] } }])
  })

  it('asks the default bridge for nothing that it does not know', () => {
    const { body, networks } = createRequest(
      inspect({
        NetworkSettings: {
          Networks: {
            bridge: { Aliases: ['x'], IPAMConfig: {}, IPAddress: '172.17.0.2', MacAddress: '02:42:ac:11:00:02' },
          },
        },
      }),
      null,
    )
    expect(body.NetworkingConfig).toEqual({ EndpointsConfig: { bridge: {} } })
    expect(networks).toEqual([])
  })

  it('takes no endpoint of a network that is another’s', () => {
    const shared = createRequest(
      inspect({
        Config: { Hostname: 'other', ExposedPorts: { '80/tcp': {} } },
        HostConfig: { NetworkMode: 'container:abc' },
        NetworkSettings: { Networks: {} },
      }),
      null,
    )
    expect(shared.body).toEqual({ HostConfig: { NetworkMode: 'container:abc' } })
    const host = createRequest(
      inspect({ HostConfig: { NetworkMode: 'host' }, NetworkSettings: { Networks: { host: {} } } }),
      null,
    )
    expect([host.body.NetworkingConfig, host.networks]).toEqual([undefined, []])
  })

  it('keeps the volumes that have no name of their own', () => {
    const anonymous = 'f'.repeat(64)
    const { HostConfig } = createRequest(
      inspect({
        HostConfig: {
          NetworkMode: 'bridge',
          Binds: ['/srv:/srv:ro', 'named:/named'],
          Mounts: [
            { Type: 'volume', Source: 'data', Target: '/data', VolumeOptions: { NoCopy: true } },
            { Type: 'volume', Source: '', Target: '/nameless' },
            { Type: 'tmpfs', Target: '/tmp' },
          ],
        },
        Mounts: [
          { Type: 'bind', Destination: '/srv', RW: false },
          { Type: 'volume', Name: 'named', Destination: '/named', RW: true },
          { Type: 'volume', Name: 'data', Destination: '/data', RW: true },
          { Type: 'volume', Name: 'e'.repeat(64), Destination: '/nameless', RW: true },
          { Type: 'volume', Name: anonymous, Destination: '/var/lib/db', RW: true },
        ],
      }),
      null,
    ).body
    expect(HostConfig.Binds).toEqual(['/srv:/srv:ro', 'named:/named'])
    expect(HostConfig.Mounts).toEqual([
      { Type: 'volume', Source: 'data', Target: '/data', VolumeOptions: { NoCopy: true } },
      { Type: 'tmpfs', Target: '/tmp' },
      { Type: 'volume', Source: 'e'.repeat(64), Target: '/nameless', ReadOnly: false },
      { Type: 'volume', Source: anonymous, Target: '/var/lib/db', ReadOnly: false },
    ])
  })

  it('writes links as they are asked for', () => {
    const { HostConfig } = createRequest(
      inspect({ HostConfig: { NetworkMode: 'bridge', Links: ['/db:/web/store'] } }),
      null,
    ).body
    expect(HostConfig.Links).toEqual(['db:store'])
  })
})

/** What the engine does with a request and the image. */
function merged(own: Fields, image: Fields): Fields {
  const list = (value: unknown) => (Array.isArray(value) ? value : [])
  const whole: Fields = { ...own }
  for (const key of ['User', 'WorkingDir', 'StopSignal', 'Healthcheck', 'Shell']) whole[key] ||= image[key]
  for (const key of ['Labels', 'ExposedPorts', 'Volumes'])
    whole[key] = { ...(image[key] as Fields), ...(own[key] as Fields) }
  const names = new Set(list(own.Env).map((entry) => entry.split('=')[0]))
  whole.Env = [...list(own.Env), ...list(image.Env).filter((entry) => !names.has(entry.split('=')[0]))]
  if (list(own.Entrypoint).length === 0) {
    if (list(own.Cmd).length === 0) whole.Cmd = image.Cmd
    whole.Entrypoint = image.Entrypoint
  } else if (list(own.Entrypoint)[0] === '') whole.Entrypoint = null
  return whole
}

describe('what is the container’s own', () => {
  const name = fc.constantFrom('A', 'B', 'C')
  const env = fc
    .dictionary(name, fc.constantFrom('1', '2'))
    .map((all) => Object.entries(all).map(([key, value]) => `${key}=${value}`))
  const words = fc.option(fc.array(fc.constantFrom('run', 'it'), { minLength: 1, maxLength: 2 }))
  const config = fc.record({
    Env: env,
    Cmd: words,
    Entrypoint: words,
    User: fc.constantFrom('', 'app'),
    WorkingDir: fc.constantFrom('', '/srv'),
    Labels: fc.dictionary(name, fc.constantFrom('1', '2')),
    ExposedPorts: fc.dictionary(fc.constantFrom('80/tcp', '53/udp'), fc.constant({})),
    Volumes: fc.dictionary(fc.constantFrom('/a', '/b'), fc.constant({})),
  })
  const sorted = (whole: Fields) => ({
    ...whole,
    Env: [...((whole.Env as string[]) ?? [])].sort(),
    Cmd: (whole.Cmd as string[] | null) ?? null,
    Entrypoint: (whole.Entrypoint as string[] | null) ?? null,
    User: whole.User || '',
    WorkingDir: whole.WorkingDir || '',
  })

  it('gives with its image the very container again', () => {
    fc.assert(
      fc.property(config, config, (asked, image) => {
        // Any container that an engine can have made of this image.
        const container = merged(asked, image)
        const again = merged(ownConfig(container, image), image)
        expect(sorted({ ...container, ...again })).toEqual(sorted(container))
      }),
      { numRuns: 500 },
    )
  })

  it('lets a newer image bring its defaults along', () => {
    const old = {
      Env: ['PATH=/bin', 'VERSION=1'],
      Cmd: ['serve'],
      Entrypoint: null,
      Labels: { version: '1' },
      ExposedPorts: { '80/tcp': {} },
    }
    const own = ownConfig(
      { ...old, Env: [...old.Env, 'MODE=fast'], Labels: { version: '1', team: 'x' }, User: 'app' },
      old,
    )
    expect(own).toEqual({ Env: ['MODE=fast'], Labels: { team: 'x' }, ExposedPorts: {}, Volumes: {}, User: 'app' })
  })
})
