// A whole deploy on real engines against the floor: 20 containers on an overlay over 3 hosts, images present. The floor is
// what `docker run -d --net OVERLAY` takes for as many, 6 at a time and spread by hand, in the same run on the same lab.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import { openLabStacks } from '@/server/testing/lab-stacks'
import type { Table } from './table'

const services = 10
const replicas = 2
const atOnce = 6
const rounds = 3
const command = 'sleep 100000'
const execute = promisify(execFile)

const compose = `services:\n${Array.from({ length: services }, (_, index) => `  s${index}: {image: busybox, command: ${command}, stop_grace_period: 0s, deploy: {replicas: ${replicas}}}\n`).join('')}`

const seconds = (ms: number) => (ms / 1000).toFixed(2)
const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const byHand = async (lab: Lab): Promise<number> => {
  const clients = await Promise.all(lab.hosts.map(({ name }) => lab.client(name)))
  const docker = async (host: number, ...args: string[]) => {
    const client = clients[host % clients.length]
    if (client !== undefined) await execute(client.dockerCli, args, { env: { ...process.env, ...client.env } })
  }
  await docker(0, 'network', 'create', '-d', 'overlay', '--attachable', 'floor')
  const left = Array.from({ length: services * replicas }, (_, index) => index)
  const runner = async () => {
    for (let index = left.shift(); index !== undefined; index = left.shift()) {
      await docker(index, 'run', '-d', '--net', 'floor', '--name', `floor-${index}`, 'busybox', ...command.split(' '))
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: atOnce }, runner))
  const took = performance.now() - started
  await Promise.all(
    lab.hosts.map((_, host) =>
      docker(
        host,
        'rm',
        '-f',
        ...Array.from({ length: services * replicas }, (_, index) => index)
          .filter((index) => index % lab.hosts.length === host)
          .map((index) => `floor-${index}`),
      ),
    ),
  )
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  await docker(0, 'network', 'rm', 'floor')
  return took
}

export const run = async (): Promise<Table[]> => {
  const lab = await startLab({ name: `bench-${process.pid}`, hosts: 3, registry: false, preload: ['busybox'] })
  try {
    await lab.swarm(1)
    const open = await openLabStacks(lab)
    const floors: number[] = []
    const deploys: number[] = []
    for (let round = 0; round < rounds; round++) {
      floors.push(await byHand(lab))
      const started = performance.now()
      await open.deployed('bench', compose)
      deploys.push(performance.now() - started)
      await open.ended((await open.stacks.remove('bench', { volumes: true }, 'bench')).id)
    }
    await open.close()
    const ratio = median(deploys) / median(floors)
    return [
      {
        title: `${services} services × ${replicas} replicas on an overlay over 3 hosts (median of ${rounds})`,
        columns: ['what', 'seconds', 'each round'],
        rows: [
          ['docker run by hand, 6 at a time', seconds(median(floors)), floors.map(seconds).join(' ')],
          ['deploy, with its network', seconds(median(deploys)), deploys.map(seconds).join(' ')],
          ['ratio (at most 1.2)', ratio.toFixed(2), ''],
        ],
      },
    ]
  } finally {
    await lab.down()
  }
}
