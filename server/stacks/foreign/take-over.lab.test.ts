// A stack that docker compose put on a real engine changes hands: it is read off its containers, taken over without one of
// them being made anew, and from then on it is Lotse's, changed key by key.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import type { Plan } from '@/lib/contract/plan'
import { type DeployRequest, deployRequest, type SourceFile } from '@/lib/contract/stacks'
import { type LabStacks, openLabStacks } from '@/server/testing/lab-stacks'

const run = promisify(execFile)

const compose = `
services:
  db:
    image: redis:7
    command: ["redis-server", "--requirepass", "a$$b"]
    environment: {REDIS_PASSWORD: "p$$w 'x", ADMIN_TOKEN: "s3cr$$et", MODE: fast}
    volumes: ["data:/data", "/srv:/srv:ro", "/scratch"]
    tmpfs: ["/run:size=64m"]
    mem_limit: 128m
    restart: unless-stopped
    healthcheck: {test: ["CMD", "true"], interval: 1s, retries: 30}
    labels: {tier: "back$$end"}
    ulimits: {nofile: {soft: 1024, hard: 2048}}
    networks: {default: {aliases: [cache]}, inner: null}
    cap_drop: [NET_RAW]
    logging: {driver: json-file, options: {max-size: 1m}}
    extra_hosts: ["other:10.0.0.9"]
  web:
    image: lab/web:1
    ports: ["8085:80", "127.0.0.1:8086:81/udp"]
    depends_on: {db: {condition: service_healthy}}
    links: ["db:database"]
    stop_grace_period: 3s
    deploy: {resources: {limits: {cpus: "0.5"}}}
  side:
    image: lab/web:1
    network_mode: service:web
    entrypoint: ["sleep", "1000"]
    init: true
  many:
    image: lab/web:2
    hostname: many
    scale: 2
networks: {inner: {internal: true}}
volumes: {data: {}}
`

let lab: Lab
let open: LabStacks
let folder: string

const docker = async (...args: string[]) => {
  const { dockerCli, env } = await lab.client('n1')
  const { stdout } = await run(dockerCli, args, { cwd: folder, env: { ...process.env, ...env } })
  return stdout.trim()
}

beforeAll(async () => {
  lab = await startLab({ hosts: 2 })
  folder = await mkdtemp(path.join(tmpdir(), 'lotse-foreign-'))
  await writeFile(path.join(folder, 'compose.yaml'), compose)
  await docker('compose', '-p', 'legacy', 'up', '-d', '--quiet-pull')
  open = await openLabStacks(lab)
})
afterAll(async () => {
  await open?.close()
  await lab?.down()
  if (folder) await rm(folder, { recursive: true, force: true })
})

const request = (files: SourceFile[], extra: Partial<DeployRequest> = {}) => deployRequest.parse({ files, ...extra })
const told = (plan: Plan) => plan.containers.map(({ name, action, reason }) => `${action} ${name}: ${reason}`).sort()
const ids = async () =>
  (await docker('ps', '-aq', '--no-trunc', '--filter', 'label=com.docker.compose.project=legacy')).split('\n').sort()
const deployed = async (files: SourceFile[]) => {
  const { id } = await open.stacks.deploy('legacy', request(files), 'test')
  const deployment = await open.ended(id)
  expect(deployment).toMatchObject({ state: 'succeeded', error: null })
}
const kept = [
  'keep legacy-db-1: nothing differs',
  'keep legacy-many-1: nothing differs',
  'keep legacy-many-2: nothing differs',
  'keep legacy-side-1: nothing differs',
  'keep legacy-web-1: nothing differs',
]

describe.sequential('a stack of docker compose', () => {
  let files: SourceFile[]

  it('keeps all its containers under the file it was made from', async () => {
    const plan = await open.stacks.plan('legacy', request([{ path: 'compose.yaml', content: compose }]))
    expect(told(plan)).toEqual(kept)
    expect(plan.problems).toEqual([])
  })

  it('is read off its containers, with secrets in a file of their own', async () => {
    files = await open.stacks.reconstruct('legacy')
    expect(files.map((file) => file.path)).toEqual(['compose.yaml', '.env'])
    const [file, secrets] = files.map(({ content }) => content)
    expect(file).not.toContain('s3cr')
    expect(secrets).toBe("ADMIN_TOKEN='s3cr$et'\n")
    expect(told(await open.stacks.plan('legacy', request(files)))).toEqual(kept)
  })

  it('changes hands without an interruption', async () => {
    const before = await ids()
    await deployed(files)
    expect(await ids()).toEqual(before)
    expect(await open.stacks.get('legacy')).toMatchObject({ managed: true, revision: 1, state: 'running' })
    await expect(open.stacks.reconstruct('legacy')).rejects.toMatchObject({ code: 'conflict' })
  })

  it('then is changed key by key', async () => {
    const before = await ids()
    const changed = files.map((file) => ({ ...file, content: file.content.replace('MODE: fast', 'MODE: slow') }))
    const plan = await open.stacks.plan('legacy', request(changed))
    expect(told(plan)[0]).toBe('keep legacy-many-1: nothing differs')
    expect(told(plan)).toContain('recreate legacy-db-1: environment.MODE fast → slow')
    await deployed(changed)
    const after = await ids()
    expect(after.filter((id) => before.includes(id))).toHaveLength(4)
    expect(told(await open.stacks.plan('legacy', request(changed)))).toEqual(kept)
  })
})
