// Roles against everything that leads out of a container, over fake engines on real sockets: what is refused reaches no engine, under no
// spelling, and says by which rule.
import { describe, expect, it } from 'vitest'
import { policedHosts, privileged, refusal } from '@/server/testing/policed-hosts'

const ground = policedHosts()
const { set, post } = ground
const create = (config: object, beside: object = {}) =>
  post('/containers/create', { Image: 'busybox:1', HostConfig: config, ...beside })

const volume = (options: object, name = '') => ({
  Mounts: [
    { Type: 'volume', Source: 'v', Target: '/x', VolumeOptions: { DriverConfig: { Name: name, Options: options } } },
  ],
})
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
  ['host-paths', volume({ type: 'none', o: 'bind', device: '/' })],
  ['host-paths', volume({ type: 'nfs', o: 'addr=h,rbind', device: '/' })],
  ['host-paths', volume({ type: 'ext4', device: '/dev/sda1' })],
  ['host-paths', volume({ device: '/etc' })],
  ['host-paths', volume({ type: 'overlay', o: 'lowerdir=/', device: 'overlay' })],
  ['host-paths', volume({}, 'local-persist')],
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
  ['engine-calls', volume({ type: 'nfs', o: 'addr=10.0.0.1,rw', device: ':/export' })],
  ['engine-calls', volume({ type: 'cifs', o: 'username=a', device: '//10.0.0.1/c' })],
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
      volume({ type: 'tmpfs', device: 'tmpfs', o: 'size=1m' }),
    ]) {
      expect(await create(config), JSON.stringify(config)).toMatchObject({ status: 201 })
    }
    expect(ground.reached).toHaveLength(8)
  })

  it('joins the very container that was looked at', async () => {
    expect((await create({ VolumesFrom: ['web1:ro'], PidMode: 'container:web1' })).status).toBe(201)
    const { HostConfig } = JSON.parse(ground.reached[0]?.body ?? '{}')
    expect(HostConfig).toMatchObject({
      VolumesFrom: [`${ground.two.ids[0]}:ro`],
      PidMode: `container:${ground.two.ids[0]}`,
    })
  })

  it('joins no network of the host by another way', async () => {
    const endpoints = (name: string) => create({}, { NetworkingConfig: { EndpointsConfig: { [name]: {} } } })
    for (const name of ['host', 'e'.repeat(64)]) expect(await endpoints(name)).toMatchObject(refusal('host-namespaces'))
    for (const Driver of ['macvlan', 'ipvlan', 'host']) {
      expect(await post('/networks/create', { Name: 'x', Driver })).toMatchObject(refusal('host-namespaces'))
    }
    const named = { Name: 'x', driver: 'bridge', options: { 'com.docker.network.bridge.name': 'eth0' } }
    expect(await post('/networks/create', named)).toMatchObject(refusal('host-namespaces'))
    expect((await post('/networks/create', { Name: 'x', Driver: 'bridge' })).status).toBe(201)
  })

  it('makes no volume of the host’s', async () => {
    const bind = { type: 'none', o: 'bind', device: '/' }
    for (const body of [
      { Name: 'v', DriverOpts: bind },
      { Name: 'v', driveropts: { ...bind, type: 'nfs' } },
      { Name: 'n1/v', Driver: 'plugin' },
    ]) {
      expect(await post('/volumes/create', body)).toMatchObject(refusal('host-paths'))
    }
    expect((await post('/volumes/create', { Name: 'v' })).status).toBe(201)
  })

  it('updates nothing to what a create would refuse', async () => {
    expect(await post('/containers/web1/update', { devices: [{}] })).toMatchObject(refusal('devices'))
    expect(await post('/containers/web1/update', { CgroupParent: 'x' })).toMatchObject(refusal('host-settings'))
    expect((await post('/containers/web1/update', { Memory: 9223372036854775807n.toString() })).status).toBe(200)
  })

  it('enters no container that has what it may not have', async () => {
    for (const [name, rule] of [
      ['strong', 'privileged'],
      ['rooted', 'host-paths'],
    ] as const) {
      expect(await post(`/containers/${name}/exec`, { Cmd: ['sh'] })).toMatchObject(refusal(rule))
      expect(await post(`/containers/${name}/attach?stream=1`, '')).toMatchObject(refusal(rule))
      expect(await ground.two.askJson(`/v1.45/containers/${name}/archive?path=/host`)).toMatchObject(refusal(rule))
      const put = await ground.two.askJson(`/v1.45/containers/${name}/archive?path=/host`, { method: 'PUT' })
      expect(put).toMatchObject(refusal(rule))
    }
    expect(await post('/containers/web1/exec', { Cmd: ['sh'], PRIVILEGED: true })).toMatchObject(refusal('privileged'))
    ground.engine.routes.set('/exec/foreign/json', (_request, response) =>
      response.end(
        JSON.stringify({ ID: 'foreign', ContainerID: ground.two.ids[0], ProcessConfig: { privileged: true } }),
      ),
    )
    expect(await post('/exec/foreign/start', {})).toMatchObject(refusal('privileged'))
  })

  it('enters a container though those whose volumes it has are gone', async () => {
    const enter = async (HostConfig: object, mounts: object[] = []) => {
      ground.engine.routes.set(`/containers/${ground.two.ids[0]}/json`, (_request, response) =>
        response.end(JSON.stringify({ HostConfig, Mounts: mounts })),
      )
      return post('/containers/web1/exec', { Cmd: ['sh'] })
    }
    expect((await enter({ VolumesFrom: ['gone:ro', '9'.repeat(64)] })).status).toBe(201)
    // What it has from there is its own by now.
    const root = { Type: 'bind', Source: '/', Destination: '/host', RW: true }
    expect(await enter({ VolumesFrom: ['gone'] }, [root])).toMatchObject(refusal('host-paths'))
    for (const name of ['NetworkMode', 'PidMode', 'IpcMode']) {
      const shared = { [name]: `container:${'9'.repeat(64)}` }
      set('operator')
      expect(await enter(shared)).toMatchObject(refusal('host-namespaces'))
      set('operator', { hostNamespaces: true })
      expect((await enter(shared)).status).toBe(201)
    }
  })

  it.each([
    ['/build?networkmode=host', 'host-namespaces'],
    ['/build?networkmode=default&networkmode=host', 'host-namespaces'],
    ['/build?networkmode=container%3Astrong', 'privileged'],
    ['/build?cgroupparent=x', 'host-settings'],
    ['/build?securityopt=%5B%22seccomp%3Dunconfined%22%5D', 'security-options'],
    ['/build?t=x;networkmode=host', 'unknown-requests'],
  ])('builds not with %s', async (path, rule) => {
    expect(await post(path, '', 'application/x-tar')).toMatchObject(refusal(rule))
    expect(ground.reached).toEqual([])
  })

  it('hides no build in what is sent as the files of another', async () => {
    expect((await post('/build?version=2&buildid=b1', '', 'application/x-tar')).status).toBe(200)
    const upload = (more: string) => post(`/build?buildid=upload-request%3Ab1${more}`, '', 'application/x-tar')
    expect(await upload('&networkmode=host')).toMatchObject(refusal('host-namespaces'))
    expect(await upload('&version=2&networkmode=host')).toMatchObject(refusal('host-namespaces'))
    // Without the version it would be built by the classic builder, placed by nobody and written down nowhere.
    for (const version of ['', '&version=1', '&version=1&version=2']) expect((await upload(version)).status).toBe(400)
    expect(ground.reached).toHaveLength(1)
    expect((await upload('&version=2')).status).toBe(200)
  })

  it('takes no files out by a build, if its files are to stay', async () => {
    set('operator', { files: false })
    const build = (outputs: string) => post(`/build?version=2&outputs=${encodeURIComponent(outputs)}`, '')
    for (const outputs of ['[{"type":"local"}]', 'x']) expect(await build(outputs)).toMatchObject(refusal('files'))
    expect((await build('[{"Type":"moby"}]')).status).toBe(200)
  })

  it('joins no other container that has taken the name of the one that was looked at', async () => {
    const inspected = `/containers/${ground.two.ids[0]}/json`
    ground.engine.routes.set(inspected, (_request, response) => {
      ground.engine.routes.delete(inspected)
      // While it is looked at, its name goes to another one.
      const [web, strong] = [
        ground.engine.containers.get(ground.two.ids[0] as string),
        ground.engine.containers.get(privileged),
      ]
      if (web) web.Name = '/web1-old'
      if (strong) strong.Name = '/web1'
      const hostId = ground.two.cluster.hosts().find(({ name }) => name === 'n1')?.id ?? ''
      ground.two.cluster.refresh(hostId, ['containers']).then(() => response.end('{"HostConfig":{},"Mounts":[]}'))
    })
    expect((await create({ VolumesFrom: ['n1/web1'] })).status).toBe(201)
    expect(JSON.parse(ground.reached[0]?.body ?? '{}').HostConfig.VolumesFrom).toEqual([ground.two.ids[0]])
  })

  it('hides nothing in a form, and asks for nothing that nobody knows', async () => {
    const form = 'networkmode=host&remote=https://example.com/x.git'
    expect(await post('/build', form, 'application/x-www-form-urlencoded')).toMatchObject(refusal('unknown-requests'))
    for (const path of ['checkpoints', 'start?checkpoint=x&checkpoint-dir=/tmp'])
      expect(await post(`/containers/web1/${path}`, {})).toMatchObject(refusal('unknown-requests'))
    expect((await ground.two.askJson('/v1.45/plugins/privileges')).status).toBe(501)
  })

  it('mounts what the policy lists, and nothing below it', async () => {
    set('operator', {
      hostPaths: ['/srv/data', '/srv/data/below', '/etc/ssl:ro'],
      capabilities: ['NET_ADMIN'],
      devices: true,
    })
    expect(
      (await create({ Binds: ['/srv/data:/x', '/srv/data/:/y', '/etc/ssl:/z:ro'], CapAdd: ['CAP_NET_ADMIN'] })).status,
    ).toBe(201)
    expect((await create({ Devices: [{ PathOnHost: '/dev/fuse' }] })).status).toBe(201)
    for (const bind of ['/srv/data/x:/x', '/srv/data/below:/x', '/srv:/x', '/etc/ssl:/x', '/etc/ssl:/x:rw']) {
      expect(await create({ Binds: [bind] })).toMatchObject(refusal('host-paths'))
    }
    expect((await create(volume({ type: 'none', o: 'bind', device: '/srv/data' }))).status).toBe(201)
    expect((await create(volume({ type: 'nfs', o: 'addr=10.0.0.1', device: ':/x' }))).status).toBe(403)
    set('operator', { engineCalls: true })
    expect((await create(volume({ type: 'nfs', o: 'addr=10.0.0.1', device: ':/x' }))).status).toBe(201)
  })

  it('sets no kernel parameter of an interface', async () => {
    const odd = { DriverOpts: { 'com.docker.network.endpoint.sysctls': 'net.ipv4.conf.IFNAME.forwarding=1' } }
    const asked = { NetworkingConfig: { EndpointsConfig: { bridge: odd } } }
    expect(await create({}, asked)).toMatchObject(refusal('host-settings'))
    const join = { Container: 'web1', ENDPOINTCONFIG: odd }
    expect(await post('/networks/n1/bridge/connect', join)).toMatchObject(refusal('host-settings'))
    set('operator', { hostSettings: true })
    expect((await create({}, asked)).status).toBe(201)
  })

  it('has nothing done for it as if it were owed to a copy, by no label of its own or of its image', async () => {
    const sysctls = { 'com.docker.network.endpoint.sysctls': 'net.ipv4.conf.IFNAME.forwarding=1' }
    const then = { start: true, image: 'busybox:1', networks: [{ name: 'bridge', endpoint: { DriverOpts: sysctls } }] }
    const Labels = {
      'com.docker.swarm.reschedule-policies': '["on-node-failure"]',
      'io.lotse.rescheduled': '1',
      'io.lotse.rescheduled.then': JSON.stringify(then),
    }
    for (const given of [Labels, {}]) {
      expect((await create({}, { Labels: given })).status).toBe(201)
      expect(JSON.parse(ground.reached.at(-1)?.body ?? '').Labels).toMatchObject({ 'io.lotse.rescheduled.then': '' })
    }
  })

  it('changes what it names, however often it names it', async () => {
    const joined: string[] = []
    ground.engine.routes.set('/networks/net-bridge/connect', (_request, response, body) => {
      joined.push(body.toString())
      response.end()
    })
    const twice = `{"Container":"strong","container":"${ground.two.ids[0]}"}`
    await post('/networks/n1/bridge/connect', twice)
    expect(joined).toEqual([`{"Container":"${ground.two.ids[0]}"}`])
    expect(ground.two.endpoint.recorded.at(-1)?.target).toContain('n1/web1')
    await post('/volumes/create', '{"Name":"n1/a","name":"n1/b","NAME":"n1/c"}')
    await post('/networks/create', '{"Name":"n1/a","name":"n1/b","driver":"bridge"}')
    expect(ground.reached.map(({ body }) => body)).toEqual(['{"Name":"c"}', '{"Name":"b","Driver":"bridge"}'])
  })

  it('writes to no path that is for reading only, however that is put', async () => {
    set('operator', { hostPaths: ['/etc/ssl:ro'] })
    const options = (o: string) => volume({ type: 'none', o, device: '/etc/ssl' })
    const bind = (more: object) => ({
      Mounts: [{ Type: 'bind', Source: '/etc/ssl', Target: '/x', ReadOnly: true, BindOptions: more }],
    })
    for (const config of [options('bind,ro'), options('ro,bind,nosuid'), bind({}), bind({ NonRecursive: true })]) {
      expect((await create(config)).status, JSON.stringify(config)).toBe(201)
    }
    for (const config of [
      ...['bind,ro,rw', 'bind,RO', 'bind, ro', 'rbind,ro', 'bind'].map(options),
      bind({ ReadOnlyNonRecursive: true }),
      bind({ readonlynonrecursive: true }),
      { Binds: ['/etc/ssl:/x:ro,Z'] },
      { Binds: ['/etc/ssl:/x:z,ro'] },
      { Binds: ['/etc/ssl:/x:RO'] },
    ]) {
      expect(await create(config), JSON.stringify(config)).toMatchObject(refusal('host-paths'))
    }
    const made = await post('/volumes/create', { DriverOpts: { type: 'none', o: 'bind,ro,rw', device: '/etc/ssl' } })
    expect(made).toMatchObject(refusal('host-paths'))
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
