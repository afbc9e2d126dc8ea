import { describe, expect, it } from 'vitest'
import type { Network } from '@/lib/contract/networks'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import type { JsonObject } from '../http/read-body'
import { readCreate } from './create-body'

const [n1, n2, n3] = [aHost('n1'), aHost('n2'), aHost('n3', { swarm: 'none' })]
const network = (over: Partial<Network>): Network =>
  ({ id: 'id-net', name: 'net', displayName: 'net', scope: 'local', hostIds: [n1.id], ...over }) as Network
const networks = [
  network({ id: 'overlay-0123456789', name: 'over', displayName: 'over', scope: 'swarm' }),
  network({ id: 'local-01234567890', name: 'near', displayName: 'n2/near', hostIds: [n2.id] }),
]
const web = aContainer(n1, 'web')
const read = (body: JsonObject, query = '') =>
  readCreate(body, new URLSearchParams(query), 'f'.repeat(64), {
    hosts: () => [n1, n2, n3],
    networks: () => networks,
    find: (ref) => (['web', '/web', 'n1/web', web.id].includes(ref) ? web : undefined),
  })

describe('what a create asks for', () => {
  it('takes classic expressions out of the environment and into labels', () => {
    const { request, bodyFor, isPinned } = read({
      Image: 'busybox',
      Env: ['A=1', 'constraint:node==n1', 'affinity:container!=~x', 'reschedule:on-node-failure'],
      Labels: { own: 'x', 'com.docker.swarm.constraints': '["storage==ssd"]' },
    })
    expect(isPinned).toBe(true)
    expect(request.labels).toEqual({
      own: 'x',
      'com.docker.swarm.constraints': '["storage==ssd","node==n1"]',
      'com.docker.swarm.affinities': '["container!=~x"]',
      'com.docker.swarm.reschedule-policies': '["on-node-failure"]',
      'com.docker.swarm.id': 'f'.repeat(64),
    })
    expect(bodyFor(4)).toMatchObject({ Image: 'busybox', Env: ['A=1'], Labels: request.labels })
  })

  it('takes over from a copy of a lost container nothing that is still to be done to that', () => {
    const Labels = {
      own: 'x',
      'io.lotse.rescheduled': '2',
      'io.lotse.rescheduled.then': '{"start":true,"image":"busybox"}',
    }
    const { request } = read({ Image: 'busybox', Labels })
    expect(request.labels).toEqual({ own: 'x', 'io.lotse.rescheduled': '2', 'com.docker.swarm.id': 'f'.repeat(64) })
  })

  it('notes the addresses that were chosen on what asks to be rescheduled, and on nothing else', () => {
    const EndpointsConfig = { over: { IPAMConfig: { IPv4Address: '10.0.1.9' } }, near: { IPAMConfig: null } }
    const labelsOf = (Env: string[]) =>
      read({ Image: 'x', Env, HostConfig: { NetworkMode: 'over' }, NetworkingConfig: { EndpointsConfig } }).request
        .labels
    expect(labelsOf(['reschedule:on-node-failure'])).toMatchObject({
      'io.lotse.reschedule.addresses': `{"id":"${'f'.repeat(64)}","networks":{"over":{"IPv4Address":"10.0.1.9"}}}`,
    })
    for (const env of [[], ['reschedule:off']])
      expect(Object.keys(labelsOf(env) ?? {})).not.toContain('io.lotse.reschedule.addresses')
  })

  it.each([
    { Links: ['none:x'] },
    { VolumesFrom: ['/none:ro'] },
    { NetworkMode: 'container:none' },
    { PidMode: 'container:none' },
    { IpcMode: 'container:none' },
  ])('is refused when it leans on a container that is nowhere: %o', (HostConfig) => {
    // Not as "not found": the CLI would pull the image and ask again.
    expect(() => read({ Image: 'x', HostConfig })).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        message: expect.stringMatching(/^No such container: \/?none$/),
      }),
    )
  })

  it('counts shares as whole cores, and no other setting of the processor', () => {
    const shares = read({ Image: 'x', HostConfig: { CpuShares: 2, Memory: 100 } })
    expect(shares.request).toMatchObject({ cpus: 2, memoryBytes: 100 })
    expect(shares.bodyFor(8).HostConfig).toEqual({ CpuShares: 256, Memory: 100 })
    const nano = read({ Image: 'x', HostConfig: { NanoCpus: 5e8, CpuShares: 2 } })
    expect(nano.request.cpus).toBe(0.5)
    expect(nano.bodyFor(8).HostConfig).toEqual({ NanoCpus: 5e8, CpuShares: 2 })
  })

  it('reads ports, and of a range none', () => {
    const { request } = read({
      Image: 'x',
      ExposedPorts: { '80/tcp': {} },
      HostConfig: {
        PortBindings: {
          '80/tcp': [{ HostIp: '', HostPort: '8080' }],
          '81/tcp': [{ HostPort: '9000-9010' }],
          '82/tcp': null,
        },
      },
    })
    expect(request.portBindings).toEqual([
      { port: '80/tcp', hostIp: '', hostPort: '8080' },
      { port: '81/tcp', hostIp: '', hostPort: '' },
    ])
  })

  it('goes where its networks and named hosts are', () => {
    const asked = (HostConfig: JsonObject, more: JsonObject = {}) => read({ Image: 'x', HostConfig, ...more })
    expect(asked({ NetworkMode: 'bridge' }).request.env).toEqual([])
    expect(asked({ NetworkMode: 'over' }).request.env).toEqual(['whitelist:node==n1|n2'])
    expect(asked({ NetworkMode: 'near' }).request.env).toEqual(['whitelist:node==n2'])
    const pinned = asked({ NetworkMode: 'n3/br', Binds: ['n3/data:/data:ro', 'plain:/x', '/etc:/etc'] })
    expect(pinned.request.env).toEqual(['whitelist:node==n3', 'whitelist:node==n3'])
    expect(pinned.request.volumes).toEqual(['data', 'plain'])
    expect(pinned.bodyFor(1).HostConfig).toEqual({
      NetworkMode: 'br',
      Binds: ['data:/data:ro', 'plain:/x', '/etc:/etc'],
    })
    const joined = asked(
      { NetworkMode: 'n2/near' },
      { NetworkingConfig: { EndpointsConfig: { 'n2/near': { Aliases: ['a'] } } } },
    )
    expect(joined.bodyFor(1).NetworkingConfig).toEqual({ EndpointsConfig: { near: { Aliases: ['a'] } } })
  })

  it('keeps what the engine knows as written and translates what only the cluster knows', () => {
    const HostConfig = { Links: ['/web:db', 'n1/web:x'], VolumesFrom: ['n1/web:ro'], PidMode: 'container:n1/web' }
    const { request, bodyFor } = read({ Image: 'x', HostConfig })
    expect(request).toMatchObject({ links: HostConfig.Links, volumesFrom: ['n1/web:ro', 'n1/web'] })
    expect(bodyFor(1).HostConfig).toMatchObject({
      Links: ['/web:db', `${web.id}:x`],
      VolumesFrom: [`${web.id}:ro`],
      PidMode: `container:${web.id}`,
    })
  })

  it.each([
    [{ Image: 'a'.repeat(64) }, 'cannot specify 64-byte hexadecimal strings'],
    [{ Image: 'x', Env: ['reschedule:false'] }, 'invalid reschedule policy: false'],
    [{ Image: 'x', Env: ['reschedule:off', 'reschedule:on-node-failure'] }, 'too many reschedule policies'],
    [{ Image: 'x', Env: 'A=1' }, 'Env is not a list'],
    [{ Image: 'x', Labels: ['a'] }, 'Labels is not a JSON object'],
    [{ Image: 'x', Labels: { a: 1 } }, 'the label a is not a text'],
    [{ Image: 'x', HostConfig: 'privileged' }, 'HostConfig is not a JSON object'],
  ])('refuses %j', (body, message) => {
    expect(() => read(body)).toThrow(message)
  })
})
