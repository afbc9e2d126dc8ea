// What goes on at an engine of the farm: terminals, commands, logs, figures, and a life of its own.
import { once } from 'node:events'
import Dockerode from 'dockerode'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openEngine } from '@/server/docker/engine'
import { containerLogs } from '@/server/docker/logs'
import { type Farm, startFarm } from './farm'

let farm: Farm
let docker: Dockerode

beforeAll(async () => {
  farm = await startFarm({ hosts: 2, containersPerHost: 30, port: 0, net: 204, pullMs: 0 })
  const host = farm.hosts[1]
  docker = new Dockerode({ protocol: 'http', host: host?.ip ?? '', port: host?.port ?? 0 })
})
afterAll(() => farm.close())

const textOf = async (stream: NodeJS.ReadableStream): Promise<string> => {
  let text = ''
  stream.on('data', (chunk: Buffer) => {
    text += chunk
  })
  await once(stream, 'end')
  return text
}

const anyRunning = async (): Promise<string> => {
  const list = await docker.listContainers({ filters: { status: ['running'] } })
  return list[0]?.Id ?? ''
}

it('lets a terminal be opened, resized, spoken to and left', async () => {
  const exec = await docker
    .getContainer(await anyRunning())
    .exec({ Cmd: ['sh'], AttachStdin: true, AttachStdout: true, Tty: true })
  const stream = await exec.start({ hijack: true, stdin: true, Tty: true })
  await exec.resize({ h: 40, w: 120 })
  const said = textOf(stream)
  stream.write('hello\n')
  stream.write('exit\n')
  expect(await said).toContain('hello')
  expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: 0 })
})

it('runs a command and gives its output in frames and its code', async () => {
  const exec = await docker
    .getContainer(await anyRunning())
    .exec({ Cmd: ['sh', '-c', 'echo out; exit 4'], AttachStdout: true })
  const stream = await exec.start({ hijack: true, stdin: false })
  const bytes = Buffer.from(await textOf(stream))
  expect([...bytes.subarray(0, 8)]).toEqual([1, 0, 0, 0, 0, 0, 0, 4])
  expect(bytes.subarray(8).toString()).toBe('out\n')
  expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: 4 })
})

it('keeps logs that are the same each time, in order, cut by tail and time', async () => {
  const engine = openEngine(`tcp://${farm.addressOf(farm.hosts[1]!)}`)
  const list = await docker.listContainers({ all: true })
  const oldest = list.filter(({ State }) => State === 'exited').at(-1) ?? list.at(-1)!
  const read = async (request: object) => {
    const lines = []
    for await (const line of containerLogs(engine, oldest.Id, request)) lines.push(line)
    return lines
  }
  const all = await read({})
  expect(all.length).toBeGreaterThan(1)
  expect(await read({ tail: 2 })).toEqual(all.slice(-2))
  expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).sort())
  expect(await read({ since: new Date(Date.parse(all.at(-1)?.at ?? '') - 1).toISOString() })).toEqual(all.slice(-1))
  engine.close()
})

it('tells what a container uses, with a reading before', async () => {
  const stats = await docker.getContainer(await anyRunning()).stats({ stream: false })
  expect(stats.cpu_stats.cpu_usage.total_usage).toBeGreaterThan(stats.precpu_stats.cpu_usage.total_usage)
  expect(stats.cpu_stats.system_cpu_usage).toBeGreaterThan(stats.precpu_stats.system_cpu_usage)
  expect(stats.memory_stats.usage).toBeLessThanOrEqual(stats.memory_stats.limit)
})

it('lives by itself when told to, and all that happens is true', async () => {
  const before = farm.status()
  farm.burst(200)
  const after = farm.status()
  expect(after.eventsTold - before.eventsTold).toBeGreaterThan(200)
  expect(after.containers).toBe(before.containers)
  const list = await docker.listContainers({ all: true })
  for (const { Id, State } of list) {
    const { Status } = (await docker.getContainer(Id).inspect()).State
    // One that waits to be started again may have been since, and have ended once more.
    expect(State === 'restarting' ? ['restarting', 'running', 'exited'] : [State]).toContain(Status)
  }
})
