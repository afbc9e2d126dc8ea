// Every moment of a move at which something can go wrong: whatever it is, what ran runs on, once, and under its own name.
import { describe, expect, it, vi } from 'vitest'
import type { JsonRequest } from '@/server/docker/engine'
import { AppError } from '@/server/errors'
import { noRegistries } from '@/server/registries/types'
import { type Scene, scenes, setScene } from '@/server/testing/move-scenes'
import type { Trouble } from '@/server/testing/move-world'
import { resumable } from './move-store'
import { endState, moveError } from './outcome'
import { runMove } from './run-move'
import type { MoveRecord } from './types'

// The moment in which both answer is real time, and hundreds of moves are tried.
vi.mock('@/server/stacks/apply/pause', async (original) => ({
  ...(await original<typeof import('@/server/stacks/apply/pause')>()),
  pause: async () => undefined,
}))

type Setting = ReturnType<typeof setScene>

/** Runs to the end; a kill leaves what was written down by then, and another server goes on with it. */
const runThrough = async ({ world, record }: Setting, trouble: Trouble | null, isCancelled = false) => {
  let journal = JSON.stringify(record)
  let kills = 0
  const server = async (from: MoveRecord): Promise<MoveRecord> => {
    const run = runMove({
      cluster: world.cluster,
      registries: noRegistries,
      record: from,
      save: async () => {
        journal = JSON.stringify(from)
      },
      changed: () => undefined,
      now: () => new Date(),
    })
    world.strike(kills === 0 ? trouble : null, () => {
      kills++
      run.abandon()
    })
    if (trouble?.how === 'away') {
      const timer = setInterval(() => world.heal(), 5)
      await run.finished.finally(() => clearInterval(timer))
      return from
    }
    if ((await run.finished) === 'ended') return from
    const kept = JSON.parse(journal) as MoveRecord
    if (isCancelled) kept.state = 'cancelling'
    return server({ ...kept, steps: kept.steps.map(resumable) })
  }
  const ended = await server(record)
  return { ended, kills }
}

const namesOf = (scene: Scene, isRunning: boolean) =>
  scene.containers.filter(({ isStopped }) => !isRunning || !isStopped).map(({ name }) => name)

/** One of each, under its own name, running as before, with its data; nothing of the way there is left. */
const expectWhole = (
  { world }: Setting,
  scene: Scene,
  ended: MoveRecord,
  leftOver: 'nothing' | 'stopped originals',
) => {
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
  for (const { name, volume } of scene.containers) {
    const host = world.on(`id-${where(name)}`)
    const container = [...host.containers.values()].find(({ inspect }) => inspect.Name === `/${name}`)
    expect(container?.inspect).toMatchObject({ Config: { Env: ['A=b'] } })
    if (where(name) === 'n2')
      expect(container?.inspect).toMatchObject({ Image: 'sha256:web1', Config: { Image: 'web:1' } })
    expect(container?.inspect.NetworkSettings?.Networks?.shop?.Aliases).toEqual(
      expect.arrayContaining([name, 'service']),
    )
    if (volume !== undefined && volume !== 'share') expect(host.volumes.get(volume)?.content).toBe(`of ${volume}`)
  }
}

const callCount = async (scene: Scene): Promise<number> => {
  const setting = setScene(scene)
  await runThrough(setting, null)
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
    const { ended } = await runThrough(setting, null)
    expect(moveError(ended)).toBeNull()
    expect(endState(ended)).toBe('succeeded')
    expect(ended.steps.filter(({ state }) => state !== 'done')).toEqual([])
    expectWhole(setting, scene, ended, 'nothing')
  })

  it.each(['refuse', 'refuse-after'] as const)('leaves one of each when any call fails (%s)', async (how) => {
    for (let at = 1; at <= (await callCount(scene)); at++) {
      const setting = setScene(scene)
      const { ended } = await runThrough(setting, { at, how })
      const isClean = !ended.steps.some(({ kind, state }) => kind === 'remove-original' && state === 'failed')
      expectWhole(setting, scene, ended, isClean ? 'nothing' : 'stopped originals')
      const hasFailed = ended.steps.some(({ state }) => state === 'failed')
      expect(moveError(ended) !== null).toBe(hasFailed)
      if (hasFailed) expect(moveError(ended)).toMatch(/the engine is on fire\..* on n[12] (as before|now)\./)
    }
  })

  it.each(['kill', 'kill-after'] as const)('is brought to its end after a death of the server (%s)', async (how) => {
    for (let at = 1; at <= (await callCount(scene)); at++) {
      const setting = setScene(scene)
      const { ended, kills } = await runThrough(setting, { at, how })
      expect(kills).toBe(1)
      expect([at, endState(ended), moveError(ended)]).toEqual([at, 'succeeded', null])
      expectWhole(setting, scene, ended, 'nothing')
    }
  })

  it('is whole on one side when the server dies and the move is cancelled', async () => {
    for (let at = 1; at <= (await callCount(scene)); at++) {
      const setting = setScene(scene)
      const { ended } = await runThrough(setting, { at, how: 'kill-after' }, true)
      expectWhole(setting, scene, ended, 'nothing')
      expect(endState(ended)).not.toBe('failed')
    }
  })

  it('is whole on one side when a host is away for a while', async () => {
    for (let at = 1; at <= (await callCount(scene)); at++) {
      const setting = setScene(scene)
      const { ended } = await runThrough(setting, { at, how: 'away' })
      expectWhole(setting, scene, ended, 'nothing')
    }
  })
})

it('gives the original back at once when the target is gone for good, and stops waiting when told to', async () => {
  const scene = scenes.find(({ name }) => name === 'one with data of its own')
  if (scene === undefined) throw new Error('no scene')
  const { world, record } = setScene(scene)
  world.watch((call) => {
    if (call.startsWith('n2 POST /containers/create')) world.away.add('id-n2')
  })
  let waits = () => {}
  const isWaiting = new Promise<void>((resolve) => {
    waits = resolve
  })
  const run = runMove({
    cluster: world.cluster,
    registries: noRegistries,
    record,
    save: async () => undefined,
    changed: () => {
      if (record.steps.some(({ state, detail }) => state === 'running' && detail.startsWith('waits for'))) waits()
    },
    now: () => new Date(),
  })
  await isWaiting
  expect(world.running()).toEqual(['n1/db'])
  record.state = 'cancelling'
  run.cancel()
  expect(await run.finished).toBe('ended')
  expect(moveError(record)).toMatch(/db runs on n1 as before\. Left to do by hand: .*n2/)
})

const dataScene = (): Scene => {
  const scene = scenes.find(({ name }) => name === 'one with data of its own')
  if (scene === undefined) throw new Error('no scene')
  return scene
}

it('gives no empty volume for data when somebody cleaned the copy away', async () => {
  const setting = setScene(dataScene())
  const { world } = setting
  let removals = 0
  world.watch((call) => {
    // The first one is of what an earlier try may have left.
    if (/^n2 DELETE .*-to$/.test(call) && ++removals === 2) world.on('id-n2').volumes.delete('data')
  })
  const { ended } = await runThrough(setting, null)
  expect(moveError(ended)).toMatch(/copy of the volume data was removed from n2 meanwhile.*db runs on n1 as before/)
  expect(world.all()).toEqual(['n1/db'])
  expect(world.on('id-n1').volumes.get('data')?.content).toBe('of data')
})

it.each(['copying', 'copied'])('trusts no copy of what was started again (%s)', async (moment) => {
  const setting = setScene(dataScene())
  const { world } = setting
  world.watch((call) => {
    const isNow = moment === 'copying' ? /^n2 PUT .*archive/.test(call) : /^n1 DELETE .*-from$/.test(call)
    if (!isNow || !world.on('id-n2').volumes.has('data')) return
    for (const { inspect } of world.on('id-n1').containers.values()) {
      if (inspect.Name === '/db') inspect.State = { ...inspect.State, Running: true }
    }
  })
  const { ended } = await runThrough(setting, null)
  expect(moveError(ended)).toMatch(/db was started again meanwhile, so the copy.*db runs on n1 as before/)
  expect(world.all()).toEqual(['n1/db'])
})

it('removes no original that was started again, nor its data', async () => {
  const setting = setScene({ ...dataScene(), consents: ['copy-volumes', 'remove-volumes'] })
  const { world } = setting
  world.watch((call) => {
    if (!/^n2 POST .*\/start$/.test(call)) return
    for (const { inspect } of world.on('id-n1').containers.values()) inspect.State = { ...inspect.State, Running: true }
  })
  const { ended } = await runThrough(setting, null)
  expect(moveError(ended)).toMatch(/[Rr]emoving the original db on n1 failed: db was started again meanwhile/)
  expect(world.running().sort()).toEqual(['n1/db', 'n2/db'])
  expect(world.on('id-n1').volumes.get('data')?.content).toBe('of data')
})

it('tells what failed without the secrets in the words of engines', async () => {
  const setting = setScene(dataScene())
  const engine = setting.world.cluster.engine('id-n2')
  const { json } = engine
  engine.json = async <T>(method: string, path: string, request?: JsonRequest): Promise<T> => {
    if (path.endsWith('/start')) throw new AppError('engine_error', 'exec: "db --password=hunter22": not found')
    return json<T>(method, path, request)
  }
  const { ended } = await runThrough(setting, null)
  expect(moveError(ended)).toContain('tarting db on n2 failed: exec: "db --password=')
  expect(JSON.stringify(ended)).not.toContain('hunter22')
})
