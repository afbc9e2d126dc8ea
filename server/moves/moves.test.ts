// Moves as the rest of the server asks for them: written down, kept apart from deploys, taken back, taken up again.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { moveRequest } from '@/lib/contract/moves'
import { createActivity } from '@/server/activity/activity'
import { AppError } from '@/server/errors'
import { noRegistries } from '@/server/registries/types'
import { temporaryDatabase } from '@/server/testing/database'
import { fakeStacks } from '@/server/testing/fake-stacks'
import { silentLog as log } from '@/server/testing/host-store'
import { type Scene, sceneNamed, setScene } from '@/server/testing/move-scenes'
import { createMoves } from './moves'
import { isOver } from './types'

vi.mock('@/server/stacks/apply/pause', async (original) => ({
  ...(await original<typeof import('@/server/stacks/apply/pause')>()),
  pause: async () => undefined,
}))

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const shopLabels = {
  'com.docker.compose.project': 'shop',
  'com.docker.compose.service': 'web',
  'com.docker.compose.container-number': '1',
}

const openMoves = async (scene: Scene, labels: Record<string, string> = shopLabels) => {
  const { world } = setScene(scene)
  for (const { inspect } of world.on('id-n1').containers.values()) Object.assign(inspect.Config, { Labels: labels })
  const store = await temporaryDatabase()
  closers.push(() => store.close())
  const stacks = fakeStacks()
  const held = new Set<string>()
  stacks.hold = (names) => {
    for (const name of names) if (held.has(name)) throw new AppError('deployment_running', `${name} is busy`)
    for (const name of names) held.add(name)
    return () => {
      for (const name of names) held.delete(name)
    }
  }
  const activity = createActivity(store.db)
  const make = () => {
    const { cluster } = world
    const made = createMoves({
      db: store.db,
      cluster,
      stacks,
      registries: noRegistries,
      activity,
      log,
      strategy: 'spread',
    })
    closers.push(() => made.stop())
    return made
  }
  const start = async () => {
    const made = make()
    await made.start()
    return made
  }
  const ended = async (moves: Awaited<ReturnType<typeof start>>, id: string) => {
    await vi.waitFor(async () => expect(isOver(await moves.get(id))).toBe(true), 20_000)
    return moves.get(id)
  }
  const lines = async () => {
    // The line is written right after the move has ended.
    await vi.waitFor(async () => expect((await activity.list({})).total).toBeGreaterThan(0), 20_000)
    return (await activity.list({})).items
  }
  return { world, stacks, held, make, start, ended, lines }
}

const web: Scene = { name: '', containers: [{ name: 'web' }] }
const db: Scene = { name: '', containers: [{ name: 'db', volume: 'data' }], volumes: [] }
const asked = (over: object = {}) => moveRequest.parse({ containers: ['web'], host: 'n2', ...over })

describe('moves', () => {
  it('move, keep deploys away meanwhile, say why it is there, and leave a line that can be undone', async () => {
    const { world, stacks, held, start, ended, lines } = await openMoves(web)
    const moves = await start()
    const begun = await moves.begin(asked(), 'ada')
    expect(begun).toMatchObject({ state: 'running', hostName: 'n2', startedBy: 'ada', canUndo: false })
    expect([...held]).toEqual(['shop'])
    await expect(moves.begin(asked({ host: 'n3' }), 'bob')).rejects.toMatchObject({
      code: 'conflict',
      details: { moveId: begun.id },
    })
    expect(await ended(moves, begun.id)).toMatchObject({ state: 'succeeded', canUndo: true, error: null })
    expect(world.all()).toEqual(['n2/web'])
    expect([...held]).toEqual([])
    const decided = stacks.calls.find(([name]) => name === 'decided')
    expect(decided).toMatchObject(['decided', 'shop', [{ service: 'web', number: 1, hostId: 'id-n2' }]])
    expect(JSON.stringify(decided)).toContain('ada moved it here from n1.')
    expect(await lines()).toMatchObject([
      {
        action: 'container.move',
        target: 'web',
        actor: 'ada',
        result: 'ok',
        message: 'web moved from n1 to n2, without interruption',
        details: { moveId: begun.id, canUndo: true },
      },
    ])
  })

  it('keep recreations and acts by hand away meanwhile, and are kept away by a recreation', async () => {
    const { world, held, start, ended } = await openMoves(web)
    const moves = await start()
    const container = world.cluster.container('web')
    if (container === undefined) throw new Error('no container')
    const release = await moves.hold(container)
    expect([...held]).toEqual(['shop'])
    await expect(moves.begin(asked(), 'ada')).rejects.toMatchObject({
      code: 'conflict',
      message: 'web is being recreated already.',
    })
    expect(() => moves.requireFree(container)).toThrow('web is being recreated already.')
    expect(moves.isRecreated(container)).toBe(true)
    release()
    expect(moves.isRecreated(container)).toBe(false)
    moves.requireFree(container)
    const { id } = await moves.begin(asked(), 'ada')
    await expect(moves.hold(container)).rejects.toThrow('web is being moved already.')
    expect(() => moves.requireFree(container)).toThrow('web is being moved already.')
    await ended(moves, id)
    const there = world.cluster.container('web')
    if (there !== undefined) moves.requireFree(there)
    expect(there?.hostName).toBe('n2')
  })

  it('go back by an undo, once, and offer it again when nothing went back', async () => {
    const { world, start, ended } = await openMoves(web)
    const moves = await start()
    const { id } = await moves.begin(asked(), 'ada')
    await ended(moves, id)
    world.strike([{ at: world.calls.length + 1, how: 'refuse' }])
    const failed = await ended(moves, (await moves.undo(id, [], 'bob')).id)
    expect(failed).toMatchObject({ state: 'failed', undoes: id })
    expect(failed.error).toMatch(/the engine is on fire\. web runs on n2 as before\./)
    expect(await moves.get(id)).toMatchObject({ canUndo: true, undoneBy: null })

    world.strike([])
    expect(await moves.planUndo(id, [])).toMatchObject({ hostName: 'n1', problems: [] })
    const back = await ended(moves, (await moves.undo(id, [], 'bob')).id)
    expect(back).toMatchObject({ state: 'succeeded', undoes: id, startedBy: 'bob' })
    expect(world.all()).toEqual(['n1/web'])
    expect(await moves.get(id)).toMatchObject({ canUndo: false, undoneBy: back.id })
    await expect(moves.undo(id, [], 'bob')).rejects.toMatchObject({ code: 'conflict' })
    expect((await moves.list(10)).map((move) => move.id)).toEqual([back.id, failed.id, id])
  })

  it('go back only while both hosts answer, change nothing otherwise, and can be taken back later', async () => {
    const { world, held, start, ended } = await openMoves(web)
    const moves = await start()
    const { id } = await moves.begin(asked(), 'ada')
    await ended(moves, id)
    const before = world.calls.length
    world.away.add('id-n1')
    const { problems } = await moves.planUndo(id, [])
    const message = 'n1 does not answer, so web cannot be moved there.'
    expect(problems).toMatchObject([{ code: 'target-unreachable', consent: null, message }])
    await expect(moves.undo(id, [], 'bob')).rejects.toMatchObject({ code: 'plan_blocked' })
    world.heal()
    world.away.add('id-n2')
    await expect(moves.planUndo(id, [])).rejects.toMatchObject({ code: 'host_unreachable' })
    await expect(moves.undo(id, [], 'bob')).rejects.toMatchObject({ code: 'host_unreachable' })
    expect(world.calls).toHaveLength(before)
    expect([...held]).toEqual([])
    expect(world.all()).toEqual(['n2/web'])
    world.heal()
    expect(await moves.get(id)).toMatchObject({ canUndo: true, undoneBy: null })
    expect(await ended(moves, (await moves.undo(id, [], 'bob')).id)).toMatchObject({ state: 'succeeded' })
    expect(world.all()).toEqual(['n1/web'])
  })

  it('are not begun without the consent that they need, and bring newer data back', async () => {
    const { world, held, start, ended } = await openMoves(db, {})
    world.on('id-n1').volumes.set('data', { labels: {}, content: 'old' })
    const moves = await start()
    const request = { containers: ['db'] }
    expect((await moves.plan(asked(request))).containers).toMatchObject([{ interruption: 'copy', copyBytes: 7 }])
    await expect(moves.begin(asked(request), 'ada')).rejects.toMatchObject({
      code: 'plan_blocked',
      details: { problems: [{ code: 'volume-copy', consent: 'copy-volumes' }] },
    })
    expect([...held, ...world.calls]).toEqual([])
    const { id } = await moves.begin(asked({ ...request, consents: ['copy-volumes'] }), 'ada')
    expect(await ended(moves, id)).toMatchObject({ state: 'succeeded' })
    world.on('id-n2').volumes.set('data', { labels: {}, content: 'new' })
    expect(await ended(moves, (await moves.undo(id, [], 'ada')).id)).toMatchObject({ state: 'succeeded' })
    expect(world.on('id-n1').volumes.get('data')?.content).toBe('new')
  })

  it('replace no volume on the way back that another has made where the original was removed', async () => {
    const { world, start, ended } = await openMoves(db, {})
    world.on('id-n1').volumes.set('data', { labels: {}, content: 'old' })
    const moves = await start()
    const consents = ['copy-volumes', 'remove-volumes']
    const { id } = await moves.begin(asked({ containers: ['db'], consents }), 'ada')
    expect(await ended(moves, id)).toMatchObject({ state: 'succeeded' })
    expect(await moves.planUndo(id, [])).toMatchObject({ problems: [] })
    world.on('id-n1').volumes.set('data', { labels: {}, content: 'of somebody else' })
    await expect(moves.undo(id, [], 'ada')).rejects.toMatchObject({
      details: { problems: [{ code: 'volume-exists', consent: 'replace-volumes' }] },
    })
    expect(world.on('id-n1').volumes.get('data')?.content).toBe('of somebody else')
  })

  it('take the network that they made with them on the way back, unless somebody else is on it', async () => {
    for (const isUsed of [false, true]) {
      const { world, start, ended } = await openMoves(sceneNamed('two on a network of their host alone'), {})
      const moves = await start()
      const { id } = await moves.begin(asked({ containers: ['web', 'api'] }), 'ada')
      expect(await ended(moves, id)).toMatchObject({ state: 'succeeded' })
      expect([...world.on('id-n2').networks.keys()]).toEqual(['shop'])
      const [one] = world.on('id-n2').containers.values()
      if (isUsed && one) world.put('id-n2', { ...structuredClone(one.inspect), Id: 'other', Name: '/other' })
      const back = await ended(moves, (await moves.undo(id, [], 'ada')).id)
      expect(back).toMatchObject({ state: 'succeeded', error: null })
      expect([...world.on('id-n2').networks.keys()]).toEqual(isUsed ? ['shop'] : [])
      const removals = back.steps.filter(({ kind }) => kind === 'remove-network')
      expect(removals.map(({ detail }) => detail)).toEqual([isUsed ? 'is still used' : ''])
    }
  })

  it('keep others away from what a killed server was at before they go on with it', async () => {
    const { world, held, make, start, ended } = await openMoves(web)
    const first = await start()
    let killed: Promise<void> | null = null
    world.strike([{ at: 1, how: 'kill-after' }], () => {
      killed = first.stop()
    })
    const { id } = await first.begin(asked(), 'ada')
    await vi.waitFor(() => expect(killed).not.toBeNull(), 20_000)
    await killed
    world.strike([])
    const before = world.calls.length
    const second = make()
    await second.claim()
    const container = world.cluster.container('web')
    if (container === undefined) throw new Error('no container')
    expect([...held]).toEqual(['shop'])
    expect(() => second.requireFree(container)).toThrow('web is being moved already.')
    const copied = { name: 'data', labels: { 'io.lotse.move': id } }
    expect(() => second.requireUnneeded(copied)).toThrow('The volume data is needed by a move of web.')
    second.requireUnneeded({ name: 'data', labels: { 'io.lotse.move': 'another' } })
    await expect(second.hold(container)).rejects.toThrow('web is being moved already.')
    expect(second.coming()).toMatchObject([{ name: 'web', hostName: 'n2', stack: 'shop' }])
    expect(world.calls).toHaveLength(before)
    await second.start()
    expect(await ended(second, id)).toMatchObject({ state: 'succeeded', error: null })
    expect(second.coming()).toEqual([])
  })

  it('go on with the next server where one was killed, and are told to all who listen', async () => {
    const { world, held, start, ended } = await openMoves(web)
    const first = await start()
    let killed: Promise<void> | null = null
    world.strike([{ at: 3, how: 'kill-after' }], () => {
      killed = first.stop()
    })
    const { id } = await first.begin(asked(), 'ada')
    await vi.waitFor(() => expect(killed).not.toBeNull(), 20_000)
    await killed
    expect([...held]).toEqual([])
    world.strike([])
    const second = await start()
    const told: string[] = []
    second.subscribe((move) => told.push(move.state))
    expect(await ended(second, id)).toMatchObject({ state: 'succeeded', error: null })
    expect(world.all()).toEqual(['n2/web'])
    await vi.waitFor(() => expect(told.at(-1)).toBe('succeeded'), 20_000)
  })

  it('put back what was not switched yet when they are cancelled, and say so', async () => {
    const { world, start, ended, lines } = await openMoves(web)
    const moves = await start()
    let cancelled: Promise<unknown> | null = null
    world.watch((call) => {
      if (/^n2 POST .*\/start$/.test(call)) cancelled ??= moves.list(1).then(([move]) => moves.cancel(move?.id ?? ''))
    })
    const { id } = await moves.begin(asked(), 'ada')
    const move = await ended(moves, id)
    await cancelled
    // It may have been switched by then: whole on one side either way.
    const isBack = move.state === 'cancelled'
    expect(world.all()).toEqual([isBack ? 'n1/web' : 'n2/web'])
    if (isBack) expect(move.error).toBe('It was cancelled. web runs on n1 as before.')
    await expect(moves.cancel(id)).rejects.toMatchObject({ code: 'conflict' })
    expect((await lines())[0]?.result).toBe(isBack ? 'failed' : 'ok')
  })

  it('know no container, host or move that is not there', async () => {
    const { start } = await openMoves(web)
    const moves = await start()
    await expect(moves.plan(asked({ containers: ['nobody'] }))).rejects.toMatchObject({ code: 'not_found' })
    await expect(moves.plan(asked({ host: 'nowhere' }))).rejects.toMatchObject({ code: 'not_found' })
    for (const act of [moves.get('x'), moves.cancel('x'), moves.undo('x', [], 'ada')]) {
      await expect(act).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})
