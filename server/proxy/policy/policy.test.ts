// Roles against everything that leads out of a container, over fake engines on real sockets: what is refused reaches no engine, under no
// spelling, and says by which rule.
import { describe, expect, it } from 'vitest'
import { policedHosts, privileged, refusal, volumeOf } from '@/server/testing/policed-hosts'

const ground = policedHosts()
const { post } = ground
const create = (config: object, beside: object = {}) =>
  post('/containers/create', { Image: 'busybox:1', HostConfig: config, ...beside })

const evil: [rule: string, config: Record<string, unknown>][] = [
  ['privileged', { Privileged: true }],
  ['privileged', { Privileged: 'yes' }],
  ['host-namespaces', { NetworkMode: 'host' }],
  ['host-namespaces', { NetworkMode: 'e'.repeat(64) }],
  ['host-namespaces', { NetworkMode: 'e'.repeat(12) }],
  ['host-namespaces', { NetworkMode: 'n1/host' }],
  ['host-namespaces', { PidMode: 'host' }],
  ['host-namespaces', { IpcMode: 'host' }],
  ['host-namespaces', { UTSMode: 'host' }],
  ['host-namespaces', { UsernsMode: 'host' }],
  ['host-namespaces', { CgroupnsMode: 'host' }],
  ['host-paths', { Binds: ['/:/host'] }],
  ['host-paths', { Binds: ['/var/run/docker.sock:/var/run/docker.sock'] }],
  ['host-paths', { Binds: ['/srv/data/../..:/host'] }],
  ['host-paths', { Binds: ['//:/host:ro'] }],
  ['host-paths', { Binds: ['./x:/host'] }],
  ['host-paths', { Binds: ['trap:/host'] }],
  ['host-paths', { Mounts: [{ Type: 'bind', Source: '/etc', Target: '/etc' }] }],
  ['host-paths', { Mounts: [{ Type: 'volume', Source: 'trap', Target: '/x' }] }],
  ['host-paths', { Mounts: [{ Source: '/etc', Target: '/x' }] }],
  ['host-paths', { Mounts: [{ Type: 'npipe', Source: '/x', Target: '/x' }] }],
  ['host-paths', volumeOf({ type: 'none', o: 'bind', device: '/' })],
  ['host-paths', volumeOf({ type: 'nfs', o: 'addr=h,rbind', device: '/' })],
  ['host-paths', volumeOf({ type: 'ext4', device: '/dev/sda1' })],
  ['host-paths', volumeOf({ device: '/etc' })],
  ['host-paths', volumeOf({ type: 'overlay', o: 'lowerdir=/', device: 'overlay' })],
  ['host-paths', volumeOf({}, 'local-persist')],
  ['host-paths', { VolumeDriver: 'rexray', Binds: ['v:/x'] }],
  ['privileged', { VolumesFrom: ['strong'] }],
  ['host-paths', { VolumesFrom: ['rooted:ro'] }],
  ['host-paths', { VolumesFrom: ['n1/rooted'] }],
  ['privileged', { PidMode: 'container:strong' }],
  ['privileged', { NetworkMode: `container:${privileged.slice(0, 12)}` }],
  ['privileged', { IpcMode: 'container:/strong' }],
  ['capabilities', { CapAdd: ['SYS_ADMIN'] }],
  ['capabilities', { CapAdd: ['chown', 'cap_sys_module'] }],
  ['capabilities', { CapAdd: ['ALL'] }],
  ['capabilities', { CapAdd: 'SYS_ADMIN' }],
  ['devices', { Devices: [{ PathOnHost: '/dev/sda' }] }],
  ['devices', { DeviceCgroupRules: ['a *:* rwm'] }],
  ['devices', { DeviceRequests: [{ Count: -1 }] }],
  ['security-options', { SecurityOpt: ['seccomp=unconfined'] }],
  ['security-options', { SecurityOpt: ['no-new-privileges', 'apparmor:unconfined'] }],
  ['security-options', { SecurityOpt: ['no-new-privileges=false'] }],
  ['security-options', { MaskedPaths: [] }],
  ['host-settings', { Sysctls: { 'net.ipv4.ip_forward': '1' } }],
  ['host-settings', { CgroupParent: '/' }],
  ['host-settings', { Runtime: 'nvidia' }],
  ['engine-calls', volumeOf({ type: 'nfs', o: 'addr=10.0.0.1,rw', device: ':/export' })],
  ['engine-calls', volumeOf({ type: 'cifs', o: 'username=a', device: '//10.0.0.1/c' })],
  ['engine-calls', { LogConfig: { Type: 'gelf', Config: { 'gelf-address': 'udp://10.0.0.1:1' } } }],
  ['engine-calls', { LogConfig: { Type: 'fluentd' } }],
  ['engine-calls', { LogConfig: { Type: 'some/plugin:1' } }],
  ['engine-calls', { LogConfig: { Type: 'syslog', Config: { 'syslog-address': 'unix:///run/docker.sock' } } }],
  ['engine-calls', { LogConfig: { Config: { 'splunk-url': 'http://x' } } }],
]

const otherCase = (value: unknown, depth = 0): unknown => {
  if (Array.isArray(value)) return value.map((each) => otherCase(each, depth))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const spelled = key.replace(/s/g, 'ſ').replace(/K/g, '\u212a')
      const isMap = ['Options', 'Sysctls', 'Config'].includes(key)
      return [depth % 2 ? key.toUpperCase() : spelled, isMap ? each : otherCase(each, depth + 1)]
    }),
  )
}

describe('an operator', () => {
  it.each(evil)('is refused by the rule %s: %j', async (rule, config) => {
    for (const body of [
      { Image: 'busybox:1', HostConfig: config },
      { Image: 'busybox:1', hostconfig: otherCase(config) },
      { image: 'busybox:1', HOSTCONFIG: otherCase(config, 1) },
    ]) {
      expect(await post('/containers/create', body)).toMatchObject(refusal(rule))
    }
    // Where older engines look for it when it is nowhere else.
    const beside = await post('/containers/create', { Image: 'busybox:1', ...config })
    if (beside.status === 403) expect(beside).toMatchObject(refusal(rule))
    else expect(JSON.stringify(JSON.parse(ground.reached.pop()?.body ?? '{}'))).not.toContain(Object.keys(config)[0])
    expect(ground.reached).toEqual([])
  })

  it.each([
    '{"Image":"busybox:1","HostConfig":{"Privileged":true,"privileged":false}}',
    '{"Image":"busybox:1","HostConfig":{"privileged":false,"Privileged":false}}',
    '{"Image":"busybox:1","HostConfig":{"Mounts":[{"Type":"volume","type":"bind","Source":"/","Target":"/x"}]}}',
  ])('may say nothing twice: %s', async (body) => {
    expect([400, 403]).toContain((await post('/containers/create', body)).status)
    expect(ground.reached).toEqual([])
  })

  it('is sent on as read, where the last word counts', async () => {
    const twice = '{"Image":"busybox:1","HostConfig":{"Privileged":true},"HostConfig":{"Memory":1}}'
    expect((await post('/containers/create', twice)).status).toBe(201)
    expect(ground.reached.pop()?.body).not.toContain('Privileged')
    const exec = await post('/containers/web1/exec', '{"Cmd":["id"],"Privileged":true,"Privileged":null}')
    expect(exec.status).toBe(201)
    expect(ground.reached.pop()?.body).toBe('{"Cmd":["id"],"Privileged":null}')
  })

  it('may do what leads nowhere', async () => {
    for (const config of [
      { Binds: ['data:/data', 'data:/more:ro', '/anonymous'], CapDrop: ['ALL'], CapAdd: ['NET_BIND_SERVICE'] },
      {
        Mounts: [
          { Type: 'tmpfs', Target: '/x' },
          { Type: 'volume', Source: 'data', Target: '/y' },
        ],
      },
      { SecurityOpt: ['no-new-privileges'], NetworkMode: 'bridge', PidMode: '', Privileged: false, Devices: null },
      { LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '3', tag: 'x' } } },
      { LogConfig: { Type: 'syslog', Config: { 'syslog-facility': 'daemon' } } },
      { LogConfig: { Type: '', Config: null } },
      { VolumesFrom: ['web1'], IpcMode: 'private', CgroupnsMode: 'private', Runtime: 'runc' },
      volumeOf({ type: 'tmpfs', device: 'tmpfs', o: 'size=1m' }),
    ]) {
      expect(await create(config), JSON.stringify(config)).toMatchObject({ status: 201 })
    }
    expect(ground.reached).toHaveLength(8)
  })

  it('has nothing done for it as if it were owed to a copy', async () => {
    const then = { id: 'f'.repeat(64), start: true, image: 'busybox:1' }
    const Labels = {
      'com.docker.swarm.id': then.id,
      'io.lotse.rescheduled': '1',
      'io.lotse.rescheduled.then': JSON.stringify(then),
    }
    expect((await create({}, { Labels })).status).toBe(201)
    const sent = JSON.parse(ground.reached.at(-1)?.body ?? '').Labels
    expect(sent).not.toHaveProperty(['io.lotse.rescheduled.then'])
    // Nor by its image: what is owed names an id that no image knows.
    expect(sent['com.docker.swarm.id']).not.toBe(then.id)
  })

  it('leaves a line for what was refused', async () => {
    await create({ Privileged: true })
    expect(ground.two.endpoint.recorded).toMatchObject([
      {
        action: 'docker.refuse',
        actor: 'certificate:operator',
        result: 'refused',
        target: 'POST /containers/create busybox:1',
        message: 'Refused by the rule privileged for the role operator: the container is privileged',
        details: { user: 'bo' },
      },
    ])
  })
})
