// Two hosts behind the Docker API with a caller whose role a test sets, and the traps that a policy is to keep it from: a privileged
// container, one with the host's root, the host's network, a volume that is a folder of the host.
import { afterEach, beforeEach, expect } from 'vitest'
import { type DockerPolicy, defaultPolicies } from '@/lib/contract/docker-access'
import type { Caller } from '@/server/docker-access/caller'
import { type FakeEngine, fakeContainer } from './fake-engine'
import { openTwoHosts, type TwoHosts } from './two-hosts'

export const privileged = 'c'.repeat(64)
export const mounted = 'd'.repeat(64)

export const refusal = (rule: string) => ({
  status: 403,
  body: { message: expect.stringContaining(`the rule ${rule} `) },
})

/** Anew for each test, as an operator until it says otherwise. */
export function policedHosts() {
  let two: TwoHosts
  let caller: Caller
  let reached: { route: string; body: string }[] = []
  const set = (role: 'operator' | 'reader', policy: Partial<DockerPolicy> = {}) => {
    const details = { user: 'bo' }
    caller = { role, policy: { ...defaultPolicies[role], ...policy }, actor: `certificate:${role}`, details }
  }
  const engine = () => two.engines[0] as FakeEngine

  beforeEach(async () => {
    set('operator')
    reached = []
    two = await openTwoHosts({ access: { admit: () => caller, subscribe: () => () => undefined } })
    const bridge = { bridge: { NetworkID: 'net-bridge', IPAddress: '' } }
    for (const [id, name, over] of [
      [privileged, '/strong', { HostConfig: { NetworkMode: 'bridge', Privileged: true } }],
      [mounted, '/rooted', { Mounts: [{ Type: 'bind', Source: '/', Destination: '/host', RW: true }] }],
    ] as const) {
      engine().add(
        fakeContainer({ Id: id, Name: name, NetworkSettings: { Ports: {}, Networks: bridge }, ...over } as never),
      )
    }
    engine().networks.push({ Id: 'e'.repeat(64), Name: 'host', Scope: 'local', Driver: 'host' } as never)
    engine().volumes.push({
      Name: 'trap',
      Driver: 'local',
      Mountpoint: '/x',
      Options: { type: 'none', o: 'bind', device: '/' },
    } as never)
    await Promise.all(
      two.cluster.hosts().map(({ id }) => two.cluster.refresh(id, ['containers', 'networks', 'volumes'])),
    )
    for (const each of two.engines) {
      for (const [route, answer] of [
        ['/containers/create', { Id: 'f'.repeat(64) }],
        [`/containers/${two.ids[0]}/exec`, { Id: 'exec1' }],
        [`/containers/${two.ids[0]}/update`, {}],
        ['/volumes/create', { Name: 'v' }],
        ['/networks/create', { Id: 'net' }],
        ['/build', {}],
      ] as const) {
        each.routes.set(route, (request, response, body) => {
          reached.push({ route: String(request.url), body: body.toString() })
          response.writeHead(route === '/build' || route.endsWith('update') ? 200 : 201, {
            'content-type': 'application/json',
          })
          response.end(JSON.stringify(answer))
        })
      }
    }
  })
  afterEach(() => two.end())

  return {
    get two() {
      return two
    },
    get engine() {
      return engine()
    },
    /** What came through to an engine. */
    get reached() {
      return reached
    },
    set,
    post: (path: string, body: unknown, type = 'application/json') =>
      two.askJson(
        `/v1.45${path}`,
        { method: 'POST', headers: { 'content-type': type } },
        typeof body === 'string' ? body : JSON.stringify(body),
      ),
  }
}

/** What a create asks for: a volume that its driver makes of these options. */
export const volumeOf = (options: object, name = '') => ({
  Mounts: [
    { Type: 'volume', Source: 'v', Target: '/x', VolumeOptions: { DriverConfig: { Name: name, Options: options } } },
  ],
})
