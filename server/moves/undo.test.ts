// Moves that are taken back: once, whole, and never over what is somebody else’s by then.
import { describe, expect, it, vi } from 'vitest'
import { sceneNamed } from '@/server/testing/move-scenes'
import { asked, db, movesGround, web } from '@/server/testing/moves-ground'

vi.mock('@/server/stacks/apply/pause', async (original) => ({
  ...(await original<typeof import('@/server/stacks/apply/pause')>()),
  pause: async () => undefined,
}))

const openMoves = movesGround()

describe('moves', () => {
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
})
