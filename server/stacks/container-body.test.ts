import { describe, expect, it } from 'vitest'
import type { Service } from '@/server/compose/model-service'
import { aModel, aService } from '@/server/testing/stack-builders'
import { containerPlan } from './container-body'
import type { ContainerContext } from './container-context'
import { desiredServices } from './desired'

const planOf = (
  extra: Partial<Service>,
  context: Partial<ContainerContext> = {},
  models: Parameters<typeof aModel>[1] = {},
) => {
  const model = aModel([aService('web', extra), aService('app')], models)
  const desired = desiredServices(model, { files: [], scale: {}, pins: {} }).find(({ name }) => name === 'web')
  if (desired === undefined) throw new Error('no service')
  const whole = {
    model,
    deploymentId: 'd1',
    revision: 3,
    number: 2,
    image: 'web:1',
    composeFiles: ['compose.yaml'],
    peers: {},
    anonymousVolumes: {},
  }
  return containerPlan(desired, { ...whole, ...context })
}
const hostConfigOf = (extra: Partial<Service>, context: Partial<ContainerContext> = {}) =>
  planOf(extra, context).body.HostConfig

describe('the body of a create call', () => {
  it('says what the image does not: command, entrypoint, user, place, terminal, signals', () => {
    const { body } = planOf({
      command: ['serve', '--fast'],
      entrypoint: [],
      environment: { A: '1', EMPTY: '', UNSET: null },
      user: '1000:1000',
      working_dir: '/srv',
      hostname: 'box',
      domainname: 'lan',
      tty: true,
      stdin_open: true,
      stop_signal: 'SIGQUIT',
      stop_grace_period: '1m30s',
    })
    expect(body).toMatchObject({
      Image: 'web:1',
      Cmd: ['serve', '--fast'],
      Entrypoint: [],
      Env: ['A=1', 'EMPTY='],
      User: '1000:1000',
      WorkingDir: '/srv',
      Hostname: 'box',
      Domainname: 'lan',
      Tty: true,
      OpenStdin: true,
      StopSignal: 'SIGQUIT',
      StopTimeout: 90,
    })
  })

  it('leaves out what the file leaves out', () => {
    const { body } = planOf({})
    expect(Object.keys(body)).not.toContain('Cmd')
    expect(Object.keys(body)).not.toContain('Entrypoint')
    expect(Object.keys(body)).not.toContain('Healthcheck')
    expect(Object.keys(body.HostConfig)).not.toContain('Memory')
  })

  it("carries Compose's labels and ours", () => {
    expect(planOf({ labels: { team: 'a' } }).body.Labels).toMatchObject({
      team: 'a',
      'com.docker.compose.project': 'shop',
      'com.docker.compose.service': 'web',
      'com.docker.compose.container-number': '2',
      'com.docker.compose.oneoff': 'False',
      'com.docker.compose.project.config_files': 'compose.yaml',
      'io.lotse.revision': '3',
      'io.lotse.deployment': 'd1',
    })
  })

  it('publishes and exposes ports, ranges too', () => {
    const { body } = planOf({
      expose: ['9000', '3000-3001/udp'],
      ports: [
        { target: 80, published: '8080', protocol: 'tcp', mode: 'ingress', host_ip: '127.0.0.1' },
        { target: 80, protocol: 'tcp', mode: 'ingress' },
      ],
    })
    expect(body.ExposedPorts).toEqual({ '9000/tcp': {}, '3000/udp': {}, '3001/udp': {}, '80/tcp': {} })
    expect(body.HostConfig.PortBindings).toEqual({
      '80/tcp': [
        { HostIp: '127.0.0.1', HostPort: '8080' },
        { HostIp: '', HostPort: '' },
      ],
    })
  })

  it('joins each network with its names, links and addresses', () => {
    const { endpoints, body } = planOf(
      {
        networks: { back: { aliases: ['api'], ipv4_address: '10.9.0.5' }, front: null },
        links: ['app:application', 'app'],
        external_links: ['legacy:old'],
      },
      {},
      { networks: { back: { name: 'shop_back', ipam: {} }, front: { name: 'edge', ipam: {} } } },
    )
    const links = ['app:application', 'legacy:old']
    expect(endpoints).toEqual([
      {
        network: 'shop_back',
        config: { Aliases: ['web', 'api'], Links: links, IPAMConfig: { IPv4Address: '10.9.0.5' } },
      },
      { network: 'edge', config: { Aliases: ['web'], Links: links } },
    ])
    expect(body.HostConfig.NetworkMode).toBe('shop_back')
    expect(Object.keys(body.NetworkingConfig?.EndpointsConfig ?? {})).toEqual(['shop_back'])
  })

  it("shares another's network under the name its container has", () => {
    const { body, endpoints } = planOf(
      {
        network_mode: 'service:app',
        networks: {},
        ports: [],
        hostname: 'x',
        volumes_from: ['app:ro', 'container:other'],
      },
      { peers: { app: 'shop-app-1' } },
    )
    expect(endpoints).toEqual([])
    expect(body.HostConfig).toMatchObject({
      NetworkMode: 'container:shop-app-1',
      VolumesFrom: ['shop-app-1:ro', 'other'],
    })
    expect(body.Hostname).toBeUndefined()
  })

  it('mounts volumes, folders and memory, and keeps anonymous volumes of the one before', () => {
    const hostConfig = hostConfigOf(
      {
        volumes: [
          { type: 'volume', source: 'data', target: '/data', volume: { nocopy: true } },
          { type: 'bind', source: '/etc/ssl', target: '/ssl', read_only: true, bind: { propagation: 'rslave' } },
          { type: 'bind', source: './cache', target: '/cache' },
          { type: 'volume', target: '/scratch' },
          { type: 'tmpfs', target: '/tmp', tmpfs: { size: 1024, mode: 0o1777 } },
        ],
        tmpfs: ['/run:size=64m', '/var/run'],
      },
      { anonymousVolumes: { '/scratch': 'f'.repeat(64), '/data': 'never' } },
    )
    expect(hostConfig.Binds).toEqual(['/etc/ssl:/ssl:ro,rslave', '/var/lib/lotse/stacks/shop/cache:/cache:rw'])
    expect(hostConfig.Mounts).toEqual([
      { Type: 'volume', Source: 'data', Target: '/data', ReadOnly: false, VolumeOptions: { NoCopy: true } },
      { Type: 'tmpfs', Target: '/tmp', ReadOnly: false, TmpfsOptions: { SizeBytes: 1024, Mode: 0o1777 } },
      { Type: 'volume', Source: 'f'.repeat(64), Target: '/scratch' },
    ])
    expect(hostConfig.Tmpfs).toEqual({ '/run': 'size=64m', '/var/run': '' })
  })

  it('restarts as the file says, deploy before restart', () => {
    const deploy = (restart_policy: object) => ({ deploy: { restart_policy, placement: {}, resources: {} } })
    expect(hostConfigOf({}).RestartPolicy).toEqual({ Name: 'no' })
    expect(hostConfigOf({ restart: 'unless-stopped' }).RestartPolicy).toEqual({ Name: 'unless-stopped' })
    expect(hostConfigOf({ restart: 'on-failure:3' }).RestartPolicy).toEqual({
      Name: 'on-failure',
      MaximumRetryCount: 3,
    })
    expect(hostConfigOf(deploy({ condition: 'on-failure', max_attempts: 2 })).RestartPolicy).toEqual({
      Name: 'on-failure',
      MaximumRetryCount: 2,
    })
    expect(hostConfigOf({ restart: 'no', ...deploy({}) }).RestartPolicy).toEqual({ Name: 'always' })
  })

  it('limits and reserves, and says what it reserves', () => {
    const { body } = planOf({
      deploy: {
        placement: {},
        resources: { limits: { cpus: 0.5, memory: 1000, pids: 9 }, reservations: { cpus: 0.25, memory: 500 } },
      },
      ulimits: { nofile: { soft: 1, hard: 2 }, nproc: 5 },
    })
    expect(body.HostConfig).toMatchObject({
      NanoCpus: 5e8,
      Memory: 1000,
      PidsLimit: 9,
      MemoryReservation: 500,
      Ulimits: [
        { Name: 'nofile', Soft: 1, Hard: 2 },
        { Name: 'nproc', Soft: 5, Hard: 5 },
      ],
    })
    expect(body.Labels).toMatchObject({ 'io.lotse.reservation.cpus': '0.25', 'io.lotse.reservation.memory': '500' })
  })

  it('checks health in nanoseconds, or not at all', () => {
    const healthcheck = { test: ['CMD', 'true'], interval: '1m30s', timeout: '500ms', retries: 4, start_period: '5s' }
    expect(planOf({ healthcheck }).body.Healthcheck).toMatchObject({
      Test: ['CMD', 'true'],
      Interval: 90e9,
      Timeout: 5e8,
      StartPeriod: 5e9,
      Retries: 4,
    })
    expect(planOf({ healthcheck: { disable: true } }).body.Healthcheck).toEqual({ Test: ['NONE'] })
  })
})
