import { describe, expect, it } from 'vitest'
import { policedHosts } from '@/server/testing/policed-hosts'

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
