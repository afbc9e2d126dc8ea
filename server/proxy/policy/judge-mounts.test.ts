// Folders of the host behind mounts and volumes: none that the policy does not list, and none to write that is to be read.
import { describe, expect, it } from 'vitest'
import { policedHosts, refusal, volumeOf } from '@/server/testing/policed-hosts'

const ground = policedHosts()
const { post, set } = ground
const create = (config: object, beside: object = {}) =>
  post('/containers/create', { Image: 'busybox:1', HostConfig: config, ...beside })

describe('an operator', () => {
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
    expect((await create(volumeOf({ type: 'none', o: 'bind', device: '/srv/data' }))).status).toBe(201)
    expect((await create(volumeOf({ type: 'nfs', o: 'addr=10.0.0.1', device: ':/x' }))).status).toBe(403)
    set('operator', { engineCalls: true })
    expect((await create(volumeOf({ type: 'nfs', o: 'addr=10.0.0.1', device: ':/x' }))).status).toBe(201)
  })

  it('writes to no path that is for reading only, however that is put', async () => {
    set('operator', { hostPaths: ['/etc/ssl:ro'] })
    const options = (o: string) => volumeOf({ type: 'none', o, device: '/etc/ssl' })
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
})
