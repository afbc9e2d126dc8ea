import { describe, expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import type { SourceFile } from '@/lib/contract/stacks'
import type { Fields, Inspect } from '@/server/recreate/types'
import { aContainer, aHost, aSnapshot } from '@/server/testing/stack-builders'
import { containerPlan } from '../container-body'
import { desiredServices } from '../desired'
import { requireModel } from '../revision-source'
import { foreignChanges, peersOf } from './foreign-changes'
import { withImage } from './made-of-file'
import { ownLinks } from './made-of-inspect'
import { reconstruct } from './reconstruct'
import type { Inspected } from './types'

const host = aHost('n1')
const image: Fields = {
  Cmd: ['serve'],
  Entrypoint: ['/entry'],
  Env: ['PATH=/bin', 'VERSION=1'],
  Labels: { maintainer: 'us' },
  ExposedPorts: { '80/tcp': {} },
  Volumes: { '/var/lib/image': {} },
  Healthcheck: { Test: ['CMD', 'up'], Interval: 1e9 },
  WorkingDir: '/app',
}

const loaded = (files: readonly SourceFile[]) => {
  const { model } = requireModel({ files: [...files], variables: {}, profiles: [], pins: {} }, 'shop')
  return { model, services: desiredServices(model, { files, scale: {}, pins: {} }) }
}

/** What an engine tells of a container that was made from the file, with all that it fills in by itself. */
const running = (content: string) => {
  const { model, services } = loaded([{ path: 'compose.yaml', content }])
  const containers: Container[] = []
  const inspected = new Map<string, Inspected>()
  for (const desired of services) {
    const name = `shop-${desired.name}-1`
    const container = {
      ...aContainer(host, name),
      stack: 'shop',
      service: desired.name,
      number: 1,
      image: desired.image,
    }
    const { body, endpoints } = containerPlan(desired, {
      model,
      image: desired.image,
      deploymentId: '',
      revision: 0,
      number: 1,
      composeFiles: [],
      peers: Object.fromEntries(services.map((other) => [other.name, `shop-${other.name}-1`])),
      anonymousVolumes: {},
    })
    const { HostConfig, NetworkingConfig: _, ...config } = body
    const mounts = desired.mounts.flatMap((plan): NonNullable<Inspect['Mounts']> => {
      const { target, read_only: isReadOnly } = plan.mount
      const common = { Destination: target, RW: isReadOnly !== true }
      if (plan.kind === 'volume') return [{ Type: 'volume', Name: plan.name, ...common }]
      if (plan.kind === 'bind') return [Object.assign({ Source: plan.source }, { Type: 'bind', ...common })]
      return plan.kind === 'anonymous' ? [{ Type: 'volume', Name: 'a'.repeat(64), ...common }] : []
    })
    const inspect: Inspect = {
      Id: container.id,
      Name: `/${name}`,
      Image: 'sha256:1',
      Config: { Hostname: container.id.slice(0, 12), Domainname: '', ...withImage(config, image) },
      HostConfig: {
        CgroupnsMode: 'private',
        Runtime: 'runc',
        IpcMode: 'private',
        ShmSize: 64 * 2 ** 20,
        LogConfig: { Type: 'json-file', Config: {} },
        ...Object.fromEntries(Object.entries(HostConfig).filter(([, value]) => value !== undefined)),
        ...(HostConfig.Memory ? { MemorySwap: HostConfig.MemorySwap ?? Number(HostConfig.Memory) * 2 } : {}),
      },
      NetworkSettings: {
        Networks: Object.fromEntries(
          endpoints.map(({ network, config: endpoint }) => [
            network,
            { ...endpoint, Aliases: [...endpoint.Aliases, container.id.slice(0, 12)], IPAddress: '10.0.0.2' },
          ]),
        ),
      },
      Mounts: [...mounts, { Type: 'volume', Name: 'b'.repeat(64), Destination: '/var/lib/image', RW: true }],
    }
    containers.push({
      ...container,
      mounts: (inspect.Mounts ?? []).map(({ Type = '', Name, Destination = '' }) => ({
        type: Type,
        ...(Name ? { name: Name } : {}),
        source: '',
        target: Destination,
        readOnly: false,
      })),
    })
    inspected.set(container.id, { inspect, image })
  }
  return { containers, inspected }
}

const differences = (ground: ReturnType<typeof running>, files: readonly SourceFile[]) => {
  const { model, services } = loaded(files)
  const peers = peersOf(ground.containers)
  return services.flatMap((desired) => {
    const container = ground.containers.find(({ service }) => service === desired.name)
    const inspected = ground.inspected.get(container?.id ?? '')
    if (container === undefined || inspected === undefined) return [`${desired.name} missing`]
    return foreignChanges(model, desired, container, inspected, peers).map(
      ({ key, from, to }) => `${desired.name}.${key}: ${from ?? '-'} → ${to ?? '-'}`,
    )
  })
}

const web = (settings: string) => `services: {web: {image: "web:1"${settings === '' ? '' : `, ${settings}`}}}`
const file = (content: string): SourceFile[] => [{ path: 'compose.yaml', content }]

const settings = [
  '',
  'command: ["a $$ b", c]',
  'entrypoint: ["x"]',
  'environment: {A: "1", VERSION: "2", B: "x $$y", EMPTY: ""}',
  'environment: {DB_PASSWORD: "a$$b", API_TOKEN: "it\'s"}',
  'labels: {a: "b$$c"}',
  'ports: ["80", "8080:80", "127.0.0.1:53:53/udp", "[::1]:90:90"]',
  'expose: ["9000", "53/udp"]',
  'volumes: ["/srv:/srv:ro", "/anonymous", "/z:/z:z"]',
  'volumes: [{type: bind, source: /strict, target: /strict, bind: {create_host_path: false}}]',
  'tmpfs: ["/run:size=64m", "/tmp"]',
  'restart: "on-failure:3"',
  'healthcheck: {test: ["CMD", "x"], interval: 1m30s, timeout: 500ms, retries: 2}',
  'healthcheck: {disable: true}',
  'mem_limit: 100m, memswap_limit: -1, cpus: 0.5, pids_limit: 10, shm_size: 128m',
  'deploy: {resources: {limits: {cpus: "2", memory: 1g}, reservations: {memory: 12345678b}}}',
  'cap_add: [NET_ADMIN], cap_drop: [ALL], privileged: true, read_only: true, init: true',
  'devices: ["/dev/a:/dev/b:r"], ulimits: {nofile: 5, nproc: {soft: 1, hard: 2}}, sysctls: {net.core.somaxconn: "5"}',
  'dns: [1.1.1.1], dns_search: [a.b], extra_hosts: ["x:10.0.0.1"], hostname: me, domainname: there',
  'user: "1:2", working_dir: /w, tty: true, stdin_open: true, stop_signal: SIGINT, stop_grace_period: 7s',
  'network_mode: host, pid: host, ipc: host, uts: host, userns_mode: host',
  'network_mode: none',
  'network_mode: bridge',
  'networks: {default: {aliases: [cache]}}',
  'logging: {driver: syslog, options: {tag: "x"}}',
]

describe('a stack of somebody else', () => {
  it.each(settings)('is read off its containers as a file that makes the same: %s', (text) => {
    const ground = running(web(text))
    const files = reconstruct('shop', ground.containers, ground.inspected, aSnapshot([host]))
    expect(differences(ground, files), files[0]?.content).toEqual([])
    expect(differences(ground, file(web(text)))).toEqual([])
  })

  it.each(settings.slice(1))('is not kept when the file no longer says: %s', (text) => {
    const ground = running(web(text))
    // A file without a word on logging leaves it to the engine, whatever that is set to.
    const isKept = text.startsWith('logging')
    expect(differences(ground, file(web(''))).length > 0).toBe(!isKept)
  })

  it('takes names for what they are, whatever stands in the labels', () => {
    const peers = new Map([
      ['a', '('],
      ['b', '(x+x+)+y'],
      ['c', 'db'],
    ])
    const links = ['a:(_1', `b:${'x'.repeat(64)}`, 'c:db_1', 'c:db', 'c:store']
    expect(ownLinks(links, peers)).toEqual([`(x+x+)+y:${'x'.repeat(64)}`, 'db:store'])
  })

  it('names the keys that differ', () => {
    const ground = running(
      'services: {web: {image: "web:1", environment: {A: "1"}, ports: ["8080:80"], volumes: ["data:/data"]}}\nvolumes: {data: {}}',
    )
    const changed =
      'services: {web: {image: "web:2", environment: {A: "2", B: x}, volumes: ["/data:/data"], restart: always}}'
    expect(differences(ground, file(changed))).toEqual([
      'web.image: web:1 → web:2',
      'web.environment.A: 1 → 2',
      'web.environment.B: - → x',
      'web.ports: 8080:80/tcp → -',
      'web.restart: - → always',
      'web.volumes./data: volume shop_data → bind /data',
    ])
  })

  it('keeps who shares with whom, what waits for what, and names of networks and volumes that are not its own', () => {
    const text = `
services:
  db: {image: "db:1", volumes: ["data:/data", "theirs:/theirs"]}
  web:
    image: "web:1"
    depends_on: {db: {condition: service_healthy}}
    links: ["db:database"]
    networks: [default, front]
  side: {image: "side:1", network_mode: "service:web", volumes_from: ["db:ro"], pid: "service:web"}
networks: {front: {external: true, name: front-net}}
volumes: {data: {}, theirs: {external: true, name: their-data}}
`
    const ground = running(text)
    const files = reconstruct('shop', ground.containers, ground.inspected, aSnapshot([host]))
    expect(differences(ground, files), files[0]?.content).toEqual([])
    expect(files[0]?.content).toContain('network_mode: service:web')
    expect(files[0]?.content).toContain('condition: service_healthy')
    expect(files[0]?.content).toContain('db:database')
    expect(files[0]?.content).toMatch(/their-data:\n +external: true/)
  })

  it('puts secrets into a file of their own, each under a name of its own', () => {
    const text = `
services:
  a: {image: "a:1", environment: {PASSWORD: "first", SHARED_TOKEN: "common", NAME: plain}}
  b: {image: "b:1", environment: {PASSWORD: "second$$", SHARED_TOKEN: "common"}}
`
    const ground = running(text)
    const [compose, env] = reconstruct('shop', ground.containers, ground.inspected, aSnapshot([host]))
    expect(env).toEqual({ path: '.env', content: "PASSWORD='first'\nSHARED_TOKEN='common'\nB_PASSWORD='second$'\n" })
    expect(compose?.content).not.toMatch(/first|second|common/)
    expect(differences(ground, [compose as SourceFile, env as SourceFile])).toEqual([])
  })
})
