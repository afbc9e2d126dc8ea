// Every moment of a move at which something can go wrong: whatever it is, what ran runs on, once, and under its own name.
import { describe, expect, it, vi } from 'vitest'
import type { JsonRequest } from '@/server/docker/engine'
import { AppError } from '@/server/errors'
import { type Scene, sceneNamed, scenes, setScene } from '@/server/testing/move-scenes'
import { runThrough, runUntilStep, type Setting } from '@/server/testing/run-through'
import { endState, moveError } from './outcome'
import type { MoveRecord } from './types'

// The moment in which both answer is real time, and hundreds of moves are tried.
const { told } = vi.hoisted(() => ({ told: { pause: (_durationMs: number) => {} } }))
vi.mock('@/server/stacks/apply/pause', async (original) => ({
  ...(await original<typeof import('@/server/stacks/apply/pause')>()),
  pause: async (durationMs: number) => told.pause(durationMs),
}))

const namesOf = (scene: Scene, isRunning: boolean) =>
  scene.containers.filter(({ isStopped }) => !isRunning || !isStopped).map(({ name }) => name)

/** One of each, under its own name, running as before, with its data; nothing of the way there is left. */
const expectWhole = (
  setting: Setting,
  scene: Scene,
  ended: MoveRecord,
  leftOver: 'nothing' | 'what was to be tidied up',
) => {
  const { world } = setting
  const where = (name: string) => {
    const moved = ended.containers.find((container) => container.name === name)
    return moved?.state === 'moved' ? 'n2' : 'n1'
  }
  expect(world.running().sort()).toEqual(
    namesOf(scene, true)
      .map((name) => `${where(name)}/${name}`)
      .sort(),
  )
  if (leftOver === 'nothing') {
    expect(world.all().sort()).toEqual(
      namesOf(scene, false)
        .map((name) => `${where(name)}/${name}`)
        .sort(),
    )
  }
  if (leftOver === 'nothing') expectNoNetwork(setting, scene, ended)
  for (const { name, volume, guestOf } of scene.containers) {
    const host = world.on(`id-${where(name)}`)
    const container = [...host.containers.values()].find(({ inspect }) => inspect.Name === `/${name}`)
    expect(container?.inspect).toMatchObject({
      Config: { Env: ['A=b'] },
      HostConfig: { RestartPolicy: { Name: 'always' } },
    })
    if (where(name) === 'n2')
      expect(container?.inspect).toMatchObject({ Image: 'sha256:web1', Config: { Image: 'web:1' } })
    if (guestOf === undefined) {
      expect(container?.inspect.NetworkSettings?.Networks?.shop?.Aliases).toEqual(
        expect.arrayContaining([name, 'service']),
      )
    } else {
      const owner = [...host.containers.values()].find(({ inspect }) => inspect.Name === `/${guestOf}`)
      expect(container?.inspect.HostConfig.NetworkMode).toBe(`container:${owner?.inspect.Id}`)
    }
    if (volume === undefined || volume === 'share') continue
    expect(host.volumes.get(volume)?.content).toBe(`of ${volume}`)
    // Where it went: what was there before it comes back with it, and nothing else is left.
    const replaced = scene.volumes?.find(({ hostId }) => hostId === 'id-n2')
    const there = [...world.on('id-n2').volumes].map(([name, { content, options }]) => [name, content, options])
    const before = replaced ? [[volume, `other ${volume}`, replaced.options]] : []
    if (where(name) === 'n1') expect(there).toEqual(before)
    else if (leftOver === 'nothing') expect(there).toEqual([[volume, `of ${volume}`, {}]])
    const isRemoved = where(name) === 'n2' && scene.consents?.includes('remove-volumes')
    if (leftOver === 'nothing') expect(world.on('id-n1').volumes.has(volume)).toBe(!isRemoved)
  }
}

/** Also when the server died in between: a network that was made for the move stays for those who came, else it goes. */
const expectNoNetwork = ({ world }: Setting, scene: Scene, ended: MoveRecord) => {
  const hasCome = ended.containers.some(({ state }) => state === 'moved')
  expect([...world.on('id-n2').networks.keys()]).toEqual(scene.isBridge && hasCome ? ['shop'] : [])
}

/** What fails of these leaves something over, and is told. */
const tidying = ['remove-original', 'remove-volume', 'remove-kept-volume', 'remove-network']

const callCount = async (scene: Scene): Promise<number> => {
  const setting = setScene(scene)
  await runThrough(setting, [])
  return setting.world.calls.length
}

describe.each(scenes)('moving $name', (scene) => {
  it('goes there, and nothing is stopped before its successor serves unless the plan said so', async () => {
    const setting = setScene(scene)
    const { world, planned } = setting
    expect(planned.plan.problems).toEqual([])
    world.watch((call) => {
      const stopped = /^n1 POST \/containers\/([^/]+)\/stop$/.exec(call)?.[1]
      const moved = planned.plan.containers.find(({ id }) => id === stopped)
      if (moved?.order === 'start-first') expect(world.running()).toContain(`n2/${moved.name}`)
    })
    const { ended } = await runThrough(setting, [])
    expect(moveError(ended)).toBeNull()
    expect(endState(ended)).toBe('succeeded')
    expect(ended.steps.filter(({ state }) => state !== 'done')).toEqual([])
    expectWhole(setting, scene, ended, 'nothing')
  })

  it('waits for an overlay that its host gets a moment late', async () => {
    const whole = setScene(scene)
    await runThrough(whole, [])
    const joins = whole.world.calls.flatMap((call, at) => (/^n2 POST .*\/(connect|start)$/.test(call) ? [at + 1] : []))
    const overlays = scene.isBridge ? [] : joins
    for (const at of overlays) {
      const setting = setScene(scene)
      const { ended } = await runThrough(setting, [{ at, how: 'not-ready' }])
      expect(endState(ended)).toBe('succeeded')
      expectWhole(setting, scene, ended, 'nothing')
    }
  })

  it.each(['refuse', 'refuse-after'] as const)('leaves one of each when any call fails (%s)', async (how) => {
    for (let at = 1; at <= (await callCount(scene)); at++) {
      const setting = setScene(scene)
      const { ended } = await runThrough(setting, [{ at, how }])
      const isClean = !ended.steps.some(({ kind, state }) => tidying.includes(kind) && state === 'failed')
      expectWhole(setting, scene, ended, isClean ? 'nothing' : 'what was to be tidied up')
      const hasFailed = ended.steps.some(({ state }) => state === 'failed')
      expect(moveError(ended) !== null).toBe(hasFailed)
      if (hasFailed) expect(moveError(ended)).toMatch(/the engine is on fire\..* on n[12] (as before|now)\./)
    }
  })

  it.each(['kill', 'kill-after'] as const)('is brought to its end after a death of the server (%s)', async (how) => {
    for (let at = 1; at <= (await callCount(scene)); at++) {
      const setting = setScene(scene)
      const { ended, kills } = await runThrough(setting, [{ at, how }])
      expect(kills).toBe(1)
      expect([at, endState(ended), moveError(ended)]).toEqual([at, 'succeeded', null])
      expectWhole(setting, scene, ended, 'nothing')
    }
  })

  it('is whole on one side when the server dies and the move is cancelled', async () => {
    for (let at = 1; at <= (await callCount(scene)); at++) {
      const setting = setScene(scene)
      const { ended } = await runThrough(setting, [{ at, how: 'kill-after' }], true)
      expectWhole(setting, scene, ended, 'nothing')
      expect(endState(ended)).not.toBe('failed')
    }
  })

  it('is put back whole when the server dies on the way back', async () => {
    const atAll = await callCount(scene)
    // Every third will do: each is followed by all the moments there are after it.
    for (let at = 1; at <= atAll; at += 3) {
      for (let kill = at + 1; ; kill += 2) {
        const setting = setScene(scene)
        const { ended, kills } = await runThrough(setting, [
          { at, how: 'refuse' },
          { at: kill, how: 'kill-after' },
        ])
        const isClean = !ended.steps.some(({ kind, state }) => tidying.includes(kind) && state === 'failed')
        expectWhole(setting, scene, ended, isClean ? 'nothing' : 'what was to be tidied up')
        if (kills === 0) break
      }
    }
  })

  it('is whole on one side when a host is away for a while', async () => {
    for (let at = 1; at <= (await callCount(scene)); at++) {
      const setting = setScene(scene)
      const { ended } = await runThrough(setting, [{ at, how: 'away' }])
      expectWhole(setting, scene, ended, 'nothing')
    }
  })
})

it('lets a second pass before what has left an overlay joins it again', async () => {
  const setting = setScene(sceneNamed('three replicas'))
  const joining: string[] = []
  told.pause = (durationMs) => void joining.push(`pause ${durationMs}`)
  setting.world.watch((call) => {
    const verb = /^n2 POST .*\/(rename|connect)$/.exec(call)?.[1]
    if (verb !== undefined) joining.push(verb)
  })
  await runThrough(setting, [])
  told.pause = () => {}
  const renames = joining.flatMap((each, at) => (each === 'rename' ? [joining.slice(at, at + 3)] : []))
  expect(renames).toEqual([1, 2, 3].map(() => ['rename', 'pause 1000', 'connect']))
})

it('gives the original back at once when the target is gone for good, and stops waiting when told to', async () => {
  const scene = sceneNamed('one with data of its own')
  const setting = setScene(scene)
  const { world, record } = setting
  world.watch((call) => {
    if (call.startsWith('n2 POST /containers/create')) world.away.add('id-n2')
  })
  const run = await runUntilStep(setting, ({ state, detail }) => state === 'running' && detail.startsWith('waits for'))
  expect(world.running()).toEqual(['n1/db'])
  record.state = 'cancelling'
  run.cancel()
  expect(await run.finished).toBe('ended')
  expect(moveError(record)).toMatch(/db runs on n1 as before\. Left to do by hand: .*n2/)
})

it('tells what failed without the secrets in the words of engines', async () => {
  const setting = setScene(sceneNamed('one with data of its own'))
  const engine = setting.world.cluster.engine('id-n2')
  const { json } = engine
  engine.json = async <T>(method: string, path: string, request?: JsonRequest): Promise<T> => {
    if (path.endsWith('/start')) throw new AppError('engine_error', 'exec: "db --password=hunter22": not found')
    return json<T>(method, path, request)
  }
  const { ended } = await runThrough(setting, [])
  expect(moveError(ended)).toContain('tarting db on n2 failed: exec: "db --password=')
  expect(JSON.stringify(ended)).not.toContain('hunter22')
})
