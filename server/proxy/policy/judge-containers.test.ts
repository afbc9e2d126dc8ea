// Containers that somebody enters or joins: whoever does has what they have, and the one that was looked at is the one that is joined.
import { describe, expect, it } from 'vitest'
import { policedHosts, privileged, refusal } from '@/server/testing/policed-hosts'

const ground = policedHosts()
const { post, set } = ground
const create = (config: object, beside: object = {}) =>
  post('/containers/create', { Image: 'busybox:1', HostConfig: config, ...beside })

describe('an operator', () => {
  it('joins the very container that was looked at', async () => {
    expect((await create({ VolumesFrom: ['web1:ro'], PidMode: 'container:web1' })).status).toBe(201)
    const { HostConfig } = JSON.parse(ground.reached[0]?.body ?? '{}')
    expect(HostConfig).toMatchObject({
      VolumesFrom: [`${ground.two.ids[0]}:ro`],
      PidMode: `container:${ground.two.ids[0]}`,
    })
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
})
