// What runs on the farm: images as they are known, and kinds of stacks made of them. Data only.
import { hexOf } from './chance'
import type { FarmImage } from './types'

type ImageEntry = { tags: string[]; megabytes: number; cmd: string[]; ports?: string[]; env?: string[] }

const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const entries: ImageEntry[] = [
  { tags: ['nginx:1.27', 'nginx:latest'], megabytes: 192, cmd: ['nginx', '-g', 'daemon off;'], ports: ['80/tcp'] },
  { tags: ['nginx:1.25'], megabytes: 187, cmd: ['nginx', '-g', 'daemon off;'], ports: ['80/tcp'] },
  { tags: ['traefik:v3.1'], megabytes: 174, cmd: ['traefik'], ports: ['80/tcp'] },
  { tags: ['redis:7', 'redis:7.4'], megabytes: 117, cmd: ['redis-server'], ports: ['6379/tcp'] },
  {
    tags: ['postgres:16'],
    megabytes: 432,
    cmd: ['postgres'],
    ports: ['5432/tcp'],
    env: ['PGDATA=/var/lib/postgresql/data'],
  },
  { tags: ['mariadb:11'], megabytes: 405, cmd: ['mariadbd'], ports: ['3306/tcp'] },
  { tags: ['rabbitmq:3-management'], megabytes: 264, cmd: ['rabbitmq-server'], ports: ['5672/tcp', '15672/tcp'] },
  { tags: ['memcached:1.6'], megabytes: 84, cmd: ['memcached'], ports: ['11211/tcp'] },
  { tags: ['prom/node-exporter:v1.8.2'], megabytes: 23, cmd: ['/bin/node_exporter'], ports: ['9100/tcp'] },
  { tags: ['grafana/grafana:11.2.0'], megabytes: 486, cmd: ['/run.sh'], ports: ['3000/tcp'] },
  { tags: ['busybox:1.37', 'busybox:latest'], megabytes: 4, cmd: ['sh'] },
  {
    tags: ['registry.lan:5000/team/api:4.13.0'],
    megabytes: 311,
    cmd: ['node', 'dist/server.js'],
    ports: ['8080/tcp'],
    env: ['NODE_ENV=production'],
  },
  {
    tags: ['registry.lan:5000/team/web:4.13.0'],
    megabytes: 148,
    cmd: ['nginx', '-g', 'daemon off;'],
    ports: ['80/tcp'],
  },
  {
    tags: ['registry.lan:5000/team/worker:4.13.0'],
    megabytes: 311,
    cmd: ['node', 'dist/worker.js'],
    env: ['NODE_ENV=production'],
  },
  {
    tags: ['registry.lan:5000/team/search:2.8.1'],
    megabytes: 742,
    cmd: ['java', '-jar', '/app/search.jar'],
    ports: ['9200/tcp'],
  },
  { tags: ['registry.lan:5000/team/mailer:1.0.9'], megabytes: 97, cmd: ['/mailer'] },
]

/** Also how an image that is pulled comes into being: everything follows from its name. */
export const imageNamed = (
  tags: string[],
  megabytes: number,
  cmd: string[],
  ports: string[] = [],
  env: string[] = [],
): FarmImage => {
  const name = tags[0] ?? ''
  return {
    id: `sha256:${hexOf(64, 'image', name)}`,
    tags,
    digests: [`${name.slice(0, name.lastIndexOf(':'))}@sha256:${hexOf(64, 'digest', name)}`],
    createdMs: Date.UTC(2026, 4, 1) + (name.length % 90) * 86_400_000,
    sizeBytes: megabytes * 1_000_000 + name.length * 317,
    layers: 3 + (name.length % 6),
    cmd,
    env: [path, ...env],
    ports,
  }
}

export const images: FarmImage[] = entries.map(({ tags, megabytes, cmd, ports, env }) =>
  imageNamed(tags, megabytes, cmd, ports, env),
)

export type ServiceKind = {
  name: string
  image: string
  replicas: [least: number, most: number]
  isPublished?: boolean
  isChecked?: boolean
  volume?: string
  memoryMegabytes?: number
  cpus?: number
  env?: string[]
}
export type StackKind = { name: string; services: ServiceKind[] }

export const stackKinds: StackKind[] = [
  {
    name: 'shop',
    services: [
      {
        name: 'web',
        image: 'registry.lan:5000/team/web:4.13.0',
        replicas: [1, 3],
        isPublished: true,
        isChecked: true,
        memoryMegabytes: 128,
      },
      {
        name: 'api',
        image: 'registry.lan:5000/team/api:4.13.0',
        replicas: [1, 4],
        isChecked: true,
        memoryMegabytes: 512,
        cpus: 0.5,
        env: ['DATABASE_URL=postgres://shop:secret@db/shop', 'LOG_LEVEL=info'],
      },
      { name: 'worker', image: 'registry.lan:5000/team/worker:4.13.0', replicas: [1, 3], memoryMegabytes: 512 },
      {
        name: 'db',
        image: 'postgres:16',
        replicas: [1, 1],
        isChecked: true,
        volume: 'data',
        memoryMegabytes: 2048,
        env: ['POSTGRES_PASSWORD=secret'],
      },
      { name: 'cache', image: 'redis:7', replicas: [1, 1] },
    ],
  },
  {
    name: 'search',
    services: [
      {
        name: 'index',
        image: 'registry.lan:5000/team/search:2.8.1',
        replicas: [1, 5],
        isChecked: true,
        volume: 'index',
        memoryMegabytes: 4096,
        cpus: 2,
      },
      { name: 'gate', image: 'nginx:1.27', replicas: [1, 2], isPublished: true },
      { name: 'queue', image: 'rabbitmq:3-management', replicas: [1, 1], isChecked: true, volume: 'queue' },
    ],
  },
  {
    name: 'mail',
    services: [
      { name: 'mailer', image: 'registry.lan:5000/team/mailer:1.0.9', replicas: [1, 4], memoryMegabytes: 96 },
      {
        name: 'db',
        image: 'mariadb:11',
        replicas: [1, 1],
        isChecked: true,
        volume: 'mysql',
        env: ['MARIADB_ROOT_PASSWORD=secret'],
      },
    ],
  },
  {
    name: 'wiki',
    services: [
      { name: 'web', image: 'nginx:1.25', replicas: [1, 2], isPublished: true, isChecked: true },
      { name: 'app', image: 'registry.lan:5000/team/api:4.13.0', replicas: [1, 2], memoryMegabytes: 384 },
      { name: 'cache', image: 'memcached:1.6', replicas: [1, 1] },
    ],
  },
  {
    name: 'watch',
    services: [
      { name: 'exporter', image: 'prom/node-exporter:v1.8.2', replicas: [1, 2], isPublished: true },
      { name: 'board', image: 'grafana/grafana:11.2.0', replicas: [1, 1], isPublished: true, volume: 'grafana' },
      { name: 'edge', image: 'traefik:v3.1', replicas: [1, 2], isChecked: true },
    ],
  },
]

export const harbours = [
  'kiel',
  'emden',
  'husum',
  'wismar',
  'rostock',
  'bremen',
  'lubeck',
  'stade',
  'greifswald',
  'cuxhaven',
]
export const zones = ['north', 'west', 'south', 'east']
