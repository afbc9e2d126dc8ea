import type { Duplex } from 'node:stream'
import Dockerode from 'dockerode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEngine } from '@/server/docker/engine'
import { pullImage } from '@/server/docker/pull'
import { type Farm, startFarm } from './farm'

let farm: Farm
let docker: Dockerode

const clientOf = (at: number): Dockerode => {
  const host = farm.hosts[at]
  if (!host) throw new Error(`no host ${at}`)
  return new Dockerode({ protocol: 'http', host: host.ip, port: host.port })
}

beforeAll(async () => {
  farm = await startFarm({ hosts: 6, containersPerHost: 30, port: 0, net: 201, pullMs: 0 })
  docker = clientOf(1)
})
afterAll(() => farm.close())

type Event = { Type: string; Action: string; Actor: { ID: string; Attributes: Record<string, string> } }

/** Follows until the wanted action was told; gives all that was told. */
async function eventsUntil(action: string, act: () => Promise<unknown>, filters?: object): Promise<Event[]> {
  const stream = (await docker.getEvents(filters ? { filters: JSON.stringify(filters) } : {})) as Duplex
  const told: Event[] = []
  const seen = new Promise<void>((resolve) => {
    let rest = ''
    stream.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        told.push(JSON.parse(line))
        if (told.at(-1)?.Action === action) resolve()
      }
    })
  })
  await act()
  await seen
  stream.destroy()
  return told
}

describe('what an engine tells', () => {
  it('answers ping, version and info as the host it is', async () => {
    expect(String(await docker.ping())).toBe('OK')
    expect(await docker.version()).toMatchObject({ ApiVersion: '1.45', MinAPIVersion: '1.24', Os: 'linux' })
    const info = await docker.info()
    expect(info).toMatchObject({ Name: farm.hosts[1]?.name, Containers: 30, OSType: 'linux' })
    expect(info.ContainersRunning + info.ContainersPaused + info.ContainersStopped).toBe(30)
  })

  it('lists and inspects the same containers in the same state', async () => {
    const list = await docker.listContainers({ all: true })
    expect(list).toHaveLength(30)
    for (const short of list) {
      const long = await docker.getContainer(short.Id).inspect()
      expect(long.Name).toBe(short.Names[0])
      expect(long.State.Status).toBe(short.State)
      expect(long.Config.Labels).toEqual(short.Labels)
      for (const [name, network] of Object.entries(short.NetworkSettings?.Networks ?? {})) {
        expect(long.NetworkSettings.Networks[name]?.IPAddress).toBe(network.IPAddress)
      }
    }
    const running = await docker.listContainers()
    expect(running.every(({ State }) => ['running', 'paused', 'restarting'].includes(State))).toBe(true)
  })

  it('filters by label, state and name', async () => {
    const [any] = await docker.listContainers({ all: true })
    const project = any?.Labels['com.docker.compose.project'] ?? ''
    const found = await docker.listContainers({
      all: true,
      filters: { label: [`com.docker.compose.project=${project}`] },
    })
    expect(found.length).toBeGreaterThan(0)
    expect(found.every(({ Labels }) => Labels['com.docker.compose.project'] === project)).toBe(true)
    expect(await docker.listContainers({ all: true, filters: { name: ['nobody-is-called-so'] } })).toEqual([])
  })

  it('lists overlays with one id over the hosts that use them', async () => {
    const lists = await Promise.all([0, 1, 2, 3].map((at) => clientOf(at).listNetworks()))
    const overlays = lists.map((list) => new Set(list.filter(({ Driver }) => Driver === 'overlay').map(({ Id }) => Id)))
    const shared = [...(overlays[0] ?? [])].filter((id) => overlays[1]?.has(id))
    expect(shared.length).toBeGreaterThan(1)
    expect(lists.flat().every(({ Created }) => !Number.isNaN(Date.parse(Created)))).toBe(true)
  })

  it('refuses versions that it does not speak, and paths that it does not know', async () => {
    const ask = async (path: string) => {
      const answer = await fetch(`http://${farm.addressOf(farm.hosts[0]!)}${path}`)
      return { status: answer.status, body: await answer.json() }
    }
    expect(await ask('/v1.99/info')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('too new') },
    })
    expect(await ask('/v1.1/info')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('too old') },
    })
    expect(await ask('/v1.45/nothere')).toEqual({ status: 404, body: { message: 'page not found' } })
    expect(await ask('/containers/%/json')).toMatchObject({ status: 400 })
  })

  it('is the same farm for the same seed, and another for another', async () => {
    const names = (one: Farm) =>
      one.hosts.map(({ labels, containers }) => [
        labels,
        [...containers.values()].map(({ id, name, status }) => [id, name, status]),
      ])
    const make = (seed: number) => startFarm({ hosts: 3, containersPerHost: 10, port: 0, net: 202, seed })
    const first = await make(7)
    const same = await make(7)
    const other = await make(8)
    expect(names(same)).toEqual(names(first))
    expect(names(other)).not.toEqual(names(first))
    await Promise.all([first, same, other].map((one) => one.close()))
  })
})

describe('what is done is so', () => {
  it('a created container is listed, started with its port, mount and network, told, stopped and gone', async () => {
    await docker.createNetwork({ Name: 'front', Driver: 'bridge' })
    const told = await eventsUntil(
      'destroy',
      async () => {
        const container = await docker.createContainer({
          name: 'made',
          Image: 'nginx:1.27',
          ExposedPorts: { '80/tcp': {} },
          Labels: { colour: 'red' },
          HostConfig: {
            PortBindings: { '80/tcp': [{ HostPort: '18080' }] },
            Binds: ['made-data:/data', '/etc/hosts:/x:ro'],
            NetworkMode: 'front',
          },
        })
        expect((await container.inspect()).State.Status).toBe('created')
        await container.start()
        const up = await container.inspect()
        expect(up.State.Running).toBe(true)
        expect(up.NetworkSettings.Ports['80/tcp']?.[0]?.HostPort).toBe('18080')
        expect(up.NetworkSettings.Networks.front?.IPAddress).toMatch(/^172\./)
        expect(up.Mounts.map(({ Destination, RW }) => [Destination, RW])).toEqual([
          ['/data', true],
          ['/x', false],
        ])
        expect((await docker.listVolumes()).Volumes.map(({ Name }) => Name)).toContain('made-data')
        await expect(container.start()).rejects.toMatchObject({ statusCode: 304 })
        await expect(container.remove()).rejects.toMatchObject({ statusCode: 409 })
        await container.rename({ name: 'made-anew' })
        await container.pause()
        await container.unpause()
        await container.restart()
        await container.stop()
        expect((await container.inspect()).State).toMatchObject({ Status: 'exited', Running: false })
        await container.remove()
      },
      { type: ['container'] },
    )
    await expect(docker.getContainer('made-anew').inspect()).rejects.toMatchObject({ statusCode: 404 })
    expect(told.map(({ Action }) => Action)).toEqual([
      'create',
      'start',
      'rename',
      'pause',
      'unpause',
      'kill',
      'die',
      'stop',
      'start',
      'restart',
      'kill',
      'die',
      'stop',
      'destroy',
    ])
    expect(told.every(({ Actor }) => Actor.Attributes.colour === 'red')).toBe(true)
    await docker.getNetwork('front').remove()
  })

  it('gives a port once, and says what an engine says when it is taken', async () => {
    const make = (name: string) =>
      docker.createContainer({
        name,
        Image: 'nginx:1.27',
        HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '18081' }] } },
      })
    const [one, two] = [await make('one'), await make('two')]
    await one.start()
    await expect(two.start()).rejects.toThrow('Bind for 0.0.0.0:18081 failed: port is already allocated')
    await one.remove({ force: true })
    await two.start()
    await two.remove({ force: true })
  })

  it('ends a program that ends, wakes who waits, and brings back what must come back', async () => {
    const done = await docker.createContainer({ Image: 'busybox', Cmd: ['sh', '-c', 'echo so long; exit 3'] })
    const waiting = done.wait({ condition: 'next-exit' })
    await done.start()
    expect(await waiting).toEqual({ StatusCode: 3 })
    expect((await done.logs({ stdout: true, stderr: true })).toString('utf8')).toContain('so long')
    const looping = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['false'],
      HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 1 } },
    })
    const ended = looping.wait({ condition: 'next-exit' })
    await looping.start()
    expect(await ended).toEqual({ StatusCode: 1 })
    expect((await looping.inspect()).RestartCount).toBe(1)
    const gone = await docker.createContainer({ Image: 'busybox', Cmd: ['true'], HostConfig: { AutoRemove: true } })
    const removed = gone.wait({ condition: 'removed' })
    await gone.start()
    await removed
    await expect(gone.inspect()).rejects.toMatchObject({ statusCode: 404 })
  })

  it('connects and disconnects networks, also an overlay that the worker did not list before', async () => {
    const overlay = (await clientOf(0).createNetwork({
      Name: 'mesh',
      Driver: 'overlay',
      Attachable: true,
    })) as unknown as { id: string }
    const worker = clientOf(5)
    expect((await worker.listNetworks()).map(({ Name }) => Name)).not.toContain('mesh')
    const container = await worker.createContainer({ Image: 'busybox', Cmd: ['sh'] })
    await container.start()
    await worker.getNetwork('mesh').connect({ Container: container.id, EndpointConfig: { Aliases: ['mate'] } })
    const { Networks } = (await container.inspect()).NetworkSettings
    expect(Networks.mesh).toMatchObject({
      NetworkID: overlay.id,
      Aliases: ['mate'],
      IPAddress: expect.stringMatching(/^10\./),
    })
    expect((await worker.listNetworks()).map(({ Name }) => Name)).toContain('mesh')
    await worker.getNetwork('mesh').disconnect({ Container: container.id })
    expect((await worker.listNetworks()).map(({ Name }) => Name)).not.toContain('mesh')
    await container.remove({ force: true })
    await clientOf(0).getNetwork('mesh').remove()
  })

  it('pulls with progress, or says that there is nothing', async () => {
    const engine = openEngine(`tcp://${farm.addressOf(farm.hosts[1]!)}`)
    const words: string[] = []
    for await (const { status } of pullImage(engine, 'fresh/thing:1')) words.push(status)
    expect(words).toContain('Downloading')
    expect((await docker.getImage('fresh/thing:1').inspect()).RepoTags).toEqual(['fresh/thing:1'])
    const fails = async () => {
      for await (const _ of pullImage(engine, 'missing/thing'));
    }
    await expect(fails()).rejects.toThrow('pull access denied')
    engine.close()
  })
})
