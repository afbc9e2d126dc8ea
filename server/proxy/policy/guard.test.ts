// Requests beside a create, or beside its HostConfig, over fake engines on real sockets: builds, networks, updates.
import { describe, expect, it } from 'vitest'
import { policedHosts, refusal } from '@/server/testing/policed-hosts'

const ground = policedHosts()
const { post, set } = ground
const create = (config: object, beside: object = {}) =>
  post('/containers/create', { Image: 'busybox:1', HostConfig: config, ...beside })

describe('an operator', () => {
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

  it('updates nothing to what a create would refuse', async () => {
    expect(await post('/containers/web1/update', { devices: [{}] })).toMatchObject(refusal('devices'))
    expect(await post('/containers/web1/update', { CgroupParent: 'x' })).toMatchObject(refusal('host-settings'))
    expect((await post('/containers/web1/update', { Memory: 9223372036854775807n.toString() })).status).toBe(200)
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

  it('hides nothing in a form, and asks for nothing that nobody knows', async () => {
    const form = 'networkmode=host&remote=https://example.com/x.git'
    expect(await post('/build', form, 'application/x-www-form-urlencoded')).toMatchObject(refusal('unknown-requests'))
    for (const path of ['checkpoints', 'start?checkpoint=x&checkpoint-dir=/tmp'])
      expect(await post(`/containers/web1/${path}`, {})).toMatchObject(refusal('unknown-requests'))
    expect((await ground.two.askJson('/v1.45/plugins/privileges')).status).toBe(501)
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
})
