// Moves as the rest of the server asks for them: written down, kept apart from deploys, taken up again.
import { describe, expect, it, vi } from 'vitest'
import { asked, movesGround, web } from '@/server/testing/moves-ground'

vi.mock('@/server/stacks/apply/pause', async (original) => ({
  ...(await original<typeof import('@/server/stacks/apply/pause')>()),
  pause: async () => undefined,
}))

const openMoves = movesGround()

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
