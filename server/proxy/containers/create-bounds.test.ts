import { describe, expect, it } from 'vitest'
import { policedHosts } from '@/server/testing/policed-hosts'
import { requireBounds, requireShort } from './create-bounds'

const { post } = policedHosts()
const many = 60_000
const list = <T>(each: (at: number) => T): T[] => Array.from({ length: many }, (_, at) => each(at))
const map = (each: (at: number) => [string, unknown]) => Object.fromEntries(list(each))
const inHost = (HostConfig: object) => ({ HostConfig })

describe('a body that is made to be long to weigh', () => {
  it.each<[string, object]>([
    ['Env', { Env: list((at) => `constraint:a${at}!=b`) }],
    ['one pattern', { Env: [`constraint:node==~/${'(a|b)*'.repeat(400_000)}/`] }],
    ['Labels', { Labels: map((at) => [`a${at}`, 'b']) }],
    ['its label', { Labels: { 'com.docker.swarm.affinities': JSON.stringify(list((at) => `image==a${at}`)) } }],
    ['Links', inHost({ Links: list((at) => `a${at}:b`) })],
    ['VolumesFrom', inHost({ VolumesFrom: list(() => 'web1') })],
    ['Binds', inHost({ Binds: list((at) => `a${at}:/b${at}`) })],
    ['Mounts', inHost({ Mounts: list((at) => ({ Type: 'volume', Source: `a${at}`, Target: '/b' })) })],
    ['PortBindings', inHost({ portbindings: map((at) => [`${at}/tcp`, [{ HostPort: `${at}` }]]) })],
    ['unknown names', inHost(map((at) => [`a${at}`, 1]))],
    ['EndpointsConfig', { NetworkingConfig: { EndpointsConfig: map((at) => [`a${at}`, {}]) } }],
  ])('holds nobody up: %s', async (_what, more) => {
    const body = JSON.stringify({ Image: 'busybox:1', ...more })
    const began = process.cpuUsage()
    expect((await post('/containers/create', body)).status).toBe(400)
    const { user } = process.cpuUsage(began)
    expect(user / 1_000).toBeLessThan(1_500)
  })
})

describe('what is taken', () => {
  const mapOf = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`a${at}`, {}]))
  const refusal = (size: number, name: string, limit: number) =>
    `The body has ${size} ${name}: at most ${limit} are taken.`

  it.each<[name: string, limit: number, body: (value: unknown) => object, isList: boolean]>([
    ['Labels', 5_000, (Labels) => ({ Labels }), false],
    ['ExposedPorts', 20_000, (ExposedPorts) => ({ ExposedPorts }), false],
    ['Binds', 1_000, (Binds) => inHost({ Binds }), true],
    ['Mounts', 1_000, (Mounts) => inHost({ Mounts }), true],
    ['Links', 250, (Links) => inHost({ Links }), true],
    ['VolumesFrom', 250, (VolumesFrom) => inHost({ VolumesFrom }), true],
    ['PortBindings', 20_000, (PortBindings) => inHost({ PortBindings }), false],
    ['EndpointsConfig', 250, (EndpointsConfig) => ({ NetworkingConfig: { EndpointsConfig } }), false],
  ])('is as many %s as %i, and one more is refused by name', (name, limit, body, isList) => {
    const some = (count: number) => body(isList ? Array.from({ length: count }, () => 'a') : mapOf(count))
    requireBounds(some(limit) as never)
    expect(() => requireBounds(some(limit + 1) as never)).toThrow(refusal(limit + 1, name, limit))
  })

  it('is a body of which a part is missing or of another kind, as that is judged elsewhere', () => {
    for (const part of [undefined, null, 'x', 7, [1, 2]]) {
      requireBounds({ Labels: part, HostConfig: part, NetworkingConfig: part } as never)
      requireBounds({ HostConfig: { Binds: part, PortBindings: part } } as never)
    }
  })

  it('are expressions of 16 KiB together, however many they are', () => {
    const most = 16 * 1024
    requireShort([])
    requireShort(['x'.repeat(most)])
    requireShort(Array.from({ length: most / 4 }, () => 'node'))
    for (const expressions of [['x'.repeat(most + 1)], ['x'.repeat(most), 'y']]) {
      expect(() => requireShort(expressions)).toThrow(/ are 16385 characters long: at most 16384 are taken\./)
    }
  })
})
