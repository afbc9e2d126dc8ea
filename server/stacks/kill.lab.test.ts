// kill -9 of a process that deploys, at different moments: another over the same database brings the deploy to its end.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import { openLabStacks } from '@/server/testing/lab-stacks'

const root = fileURLToPath(new URL('../..', import.meta.url))
let lab: Lab
let directory: string
const children = new Set<ChildProcess>()

beforeAll(async () => {
  lab = await startLab({ hosts: 3, registry: false })
  await lab.swarm(1)
  directory = await mkdtemp(path.join(tmpdir(), 'lotse-kill-'))
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await lab?.down()
  if (directory) await rm(directory, { recursive: true, force: true })
})

/** Deploys in a process of its own and kills it at the first line that matches. Gives the deployment's id. */
const deployAndKill = async (compose: string, at: RegExp): Promise<string> => {
  const file = path.join(directory, 'compose.yaml')
  await writeFile(file, compose)
  const args = ['server/testing/deploying-process.ts', lab.name, path.join(directory, 'lotse.db'), 'killed', file]
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  const gone = once(child, 'exit')
  let id = ''
  let isSeen = false
  for await (const line of createInterface({ input: child.stdout })) {
    id ||= /^accepted (.*)/.exec(line)?.[1] ?? ''
    isSeen ||= at.test(line)
    if (id !== '' && isSeen) break
  }
  child.kill('SIGKILL')
  await gone
  children.delete(child)
  return id
}

const compose = (version: number) => `
services:
  job: {image: busybox, command: [sh, -c, "echo ran >> /log/runs"], volumes: ["runs:/log"]}
  app:
    image: lab/web:${version}
    stop_grace_period: 0s
    deploy: {replicas: 4}
    depends_on: {job: {condition: service_completed_successfully}}
volumes: {runs: {}}
`
/** Each changes the version, so that there is something to kill. That every operation may be the one, failure.lab.test.ts tries. */
const moments: [number, RegExp][] = [
  [1, /^create-container/],
  [2, /^rename-container \S+ (running|done)/],
  [1, /^start-container killed-app-\d running/],
]

describe.sequential('a deploy whose server is killed', () => {
  it.each(moments)('in version %i at %s is brought to its end by the next one', async (version, at) => {
    const id = await deployAndKill(compose(version), at)
    const open = await openLabStacks(lab, path.join(directory, 'lotse.db'))
    try {
      expect(await open.ended(id)).toMatchObject({ state: 'succeeded', error: null })
      const all = await Promise.all(
        lab.hosts.map(({ name }) => lab.docker(name, 'ps', '-a', '--format', '{{.Names}} {{.Image}} {{.State}}')),
      )
      const lines = all.flatMap(({ stdout }) => stdout.split('\n').filter(Boolean)).sort()
      const app = (number: number) => `killed-app-${number} lab/web:${version} running`
      expect(lines).toEqual([app(1), app(2), app(3), app(4), 'killed-job-1 busybox exited'])
      const where = open.cluster.container('killed-job-1')?.hostName ?? ''
      // The words of a program that ends at once may be lost by an engine that is busy.
      const look = ['run', '--rm', '-v', 'killed_runs:/log', 'busybox', 'cat', '/log/runs']
      await expect.poll(async () => (await lab.docker(where, ...look)).stdout.trim()).toBe('ran')
      expect((await open.stacks.get('killed')).state).toBe('running')
    } finally {
      await open.close()
    }
  })
})
