// Moves between real engines: by name on an overlay without a gap, with data, against failures, after a kill, and back again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import { type Move, type MoveRequest, moveRequest } from '@/lib/contract/moves'
import { createActivity } from '@/server/activity/activity'
import { silentLog as log } from '@/server/testing/host-store'
import { type LabStacks, openLabStacks } from '@/server/testing/lab-stacks'
import { createMoves } from './moves'
import { isOver, type Moves } from './types'

let lab: Lab
let open: LabStacks
let moves: Moves
const seen = new Map<string, Move>()
const wakers = new Set<() => void>()

const start = async () => {
  const { db, cluster, stacks, registries } = open
  moves = createMoves({ db, cluster, stacks, registries, activity: createActivity(db), log, strategy: 'spread' })
  moves.subscribe((move) => {
    seen.set(move.id, move)
    for (const wake of wakers) wake()
  })
  await moves.start()
}

beforeAll(async () => {
  lab = await startLab({ hosts: 3, registry: false })
  await lab.swarm(1)
  open = await openLabStacks(lab)
  await start()
})
afterAll(async () => {
  await moves?.stop()
  await open?.close()
  await lab?.down()
})

const until = (id: string, condition: (move: Move) => boolean): Promise<Move> =>
  new Promise((resolve) => {
    const look = () => {
      const move = seen.get(id)
      if (move === undefined || !condition(move)) return
      wakers.delete(look)
      resolve(move)
    }
    wakers.add(look)
    look()
  })
const ended = (id: string) => until(id, isOver)
const request = (containers: string[], host: string, consents: MoveRequest['consents'] = []) =>
  moveRequest.parse({ containers, host, consents })
const moved = async (...asked: Parameters<typeof request>) => ended((await moves.begin(request(...asked), 'ada')).id)
const takenBack = async (id: string) => ended((await moves.undo(id, [], 'ada')).id)

const at = (name: string) => open.cluster.container(name)?.hostName ?? ''
const inside = async (name: string, ...command: string[]) =>
  (await lab.docker(at(name), 'exec', name, ...command)).stdout.trim()
const running = async (host: string) => (await lab.docker(host, 'ps', '--format', '{{.Names}}')).stdout.split('\n')

const compose = `
services:
  web:
    image: lab/web:1
    environment: {PASSWORD: kept}
    configs: [{source: motd, target: /etc/lotse/motd, mode: 0440}]
    healthcheck: {test: [CMD, wget, -qO-, "http://127.0.0.1/"], interval: 1s, retries: 30}
    deploy: {placement: {constraints: [node.hostname != n3]}}
  caller:
    image: busybox
    init: true
    stop_grace_period: 0s
    command: [sh, -c, "while :; do wget -T 2 -qO- http://web/ >/dev/null && echo ok || echo no; done"]
    deploy: {placement: {constraints: [node.hostname == n3]}}
  data:
    image: redis:7
    volumes: ["data:/data"]
    deploy: {placement: {constraints: [node.hostname != n3]}}
configs: {motd: {content: welcome}}
volumes: {data: {}}
`

/** The longest time without an answer, and how many calls failed. */
const callerSaw = async () => {
  const { stdout } = await lab.docker('n3', 'logs', '--timestamps', 'shop-caller-1')
  const lines = stdout.split('\n').filter(Boolean)
  const times = lines.filter((line) => line.endsWith(' ok')).map((line) => Date.parse(line.split(' ')[0] ?? ''))
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time))
  return { ok: times.length, failed: lines.length - times.length, longestMs: Math.max(...gaps) }
}

describe.sequential('moves between engines', () => {
  it('moves a service that others call by name, and a deploy leaves it there', async () => {
    await open.deployed('shop', compose)
    const from = at('shop-web-1')
    const to = from === 'n1' ? 'n2' : 'n1'
    await lab.docker(to, 'rmi', 'lab/web:1', 'lab/web:latest')
    await open.cluster.refresh(open.cluster.host(to)?.id ?? '', ['images'])

    const refused = await moves.plan(request(['shop-web-1'], 'n3'))
    expect(refused.problems).toMatchObject([{ code: 'placement', consent: null }])
    expect(refused.problems[0]?.message).toMatch(/node\.hostname/)

    const plan = await moves.plan(request(['shop-web-1'], to))
    expect(plan).toMatchObject({ problems: [], containers: [{ interruption: 'none', order: 'start-first' }] })
    const { id } = await moves.begin(request(['shop-web-1'], to), 'ada')
    await expect(open.stacks.scale('shop', 'web', 2, 'test')).rejects.toMatchObject({ code: 'deployment_running' })
    const move = await ended(id)
    expect(move).toMatchObject({ state: 'succeeded', error: null, canUndo: true })
    expect(move.steps.find(({ kind }) => kind === 'bring-image')?.detail).toBe(`taken from ${from}`)
    expect(at('shop-web-1')).toBe(to)
    expect(await running(from)).not.toContain('shop-web-1')
    expect(await inside('shop-web-1', 'cat', '/etc/lotse/motd')).toBe('welcome')
    expect(await inside('shop-web-1', 'sh', '-c', 'echo $PASSWORD')).toBe('kept')
    const calls = await callerSaw()
    console.info('calls by name during the move', calls)
    expect(calls.ok).toBeGreaterThan(5)
    expect(calls.longestMs).toBeLessThan(5_000)

    expect((await open.stacks.decision('shop', 'web', 1))?.summary).toMatch(`ada moved it here from ${from}`)
    expect((await open.deployed('shop', compose)).operations).toEqual([])

    expect(await takenBack(id)).toMatchObject({ state: 'succeeded', undoes: id })
    expect(at('shop-web-1')).toBe(from)
    expect(await moves.get(id)).toMatchObject({ canUndo: false })
  })

  it('moves data only when that is agreed to, compares it, and goes on after a kill in the middle of the copy', async () => {
    const from = at('shop-data-1')
    const to = from === 'n1' ? 'n2' : 'n1'
    await inside('shop-data-1', 'redis-cli', 'set', 'kept', 'yes')
    await inside('shop-data-1', 'dd', 'if=/dev/urandom', 'of=/data/big', 'bs=1M', 'count=64')
    const sum = await inside('shop-data-1', 'sha256sum', '/data/big')
    const { problems } = await moves.plan(request(['shop-data-1'], to))
    expect(problems).toMatchObject([{ code: 'volume-copy', consent: 'copy-volumes' }])
    await expect(moves.begin(request(['shop-data-1'], to), 'ada')).rejects.toMatchObject({ code: 'plan_blocked' })
    expect(at('shop-data-1')).toBe(from)

    const { id } = await moves.begin(request(['shop-data-1'], to, ['copy-volumes']), 'ada')
    await until(id, ({ steps }) => steps.some(({ kind, state }) => kind === 'copy-volume' && state === 'running'))
    await moves.stop()
    await start()
    const move = await ended(id)
    expect(move).toMatchObject({ state: 'succeeded', error: null })
    expect(move.steps.find(({ kind }) => kind === 'copy-volume')?.detail).toMatch(/compared/)
    expect(at('shop-data-1')).toBe(to)
    expect(await inside('shop-data-1', 'redis-cli', 'get', 'kept')).toBe('yes')
    expect(await inside('shop-data-1', 'sha256sum', '/data/big')).toBe(sum)
    expect((await open.deployed('shop', compose)).operations).toEqual([])

    await inside('shop-data-1', 'redis-cli', 'set', 'kept', 'since')
    expect(await takenBack(id)).toMatchObject({ state: 'succeeded' })
    expect(at('shop-data-1')).toBe(from)
    expect(await inside('shop-data-1', 'redis-cli', 'get', 'kept')).toBe('since')
    for (const { name } of lab.hosts) {
      expect((await lab.docker(name, 'ps', '-a', '--format', '{{.Names}}')).stdout).not.toMatch(/-next-|lotse-copy/)
    }
  })

  it('leaves the original running when the new one ends at once', async () => {
    const command = 'test -e /tmp/hostname || { echo not where I was; exit 7; }; sleep 1000'
    await lab.docker('n1', 'create', '--init', '--name', 'picky', 'busybox', 'sh', '-c', command)
    await lab.docker('n1', 'cp', '/etc/hostname', 'picky:/tmp/')
    await lab.docker('n1', 'start', 'picky')
    await open.until(() => open.cluster.container('picky')?.state === 'running')
    const before = open.cluster.container('picky')?.id
    const move = await moved(['picky'], 'n2')
    expect(move).toMatchObject({ state: 'failed', canUndo: false, containers: [{ state: 'stayed' }] })
    expect(move.error).toMatch(/picky exited with code 7.*not where I was.*picky runs on n1 as before/)
    expect(open.cluster.container('picky')?.id).toBe(before)
    expect((await lab.docker('n2', 'ps', '-a', '--format', '{{.Names}}')).stdout).not.toContain('picky')
  })
})
