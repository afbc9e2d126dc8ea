// Moves over made-up engines and a database of their own, as the rest of the server asks for them, while stacks note what is held.
import { afterEach, expect, vi } from 'vitest'
import { moveRequest } from '@/lib/contract/moves'
import { createActivity } from '@/server/activity/activity'
import { AppError } from '@/server/errors'
import { createMoves } from '@/server/moves/moves'
import { isOver } from '@/server/moves/types'
import { noRegistries } from '@/server/registries/types'
import { temporaryDatabase } from './database'
import { fakeStacks } from './fake-stacks'
import { silentLog as log } from './host-store'
import { type Scene, setScene } from './move-scenes'

const shopLabels = {
  'com.docker.compose.project': 'shop',
  'com.docker.compose.service': 'web',
  'com.docker.compose.container-number': '1',
}

export const web: Scene = { name: '', containers: [{ name: 'web' }] }
export const db: Scene = { name: '', containers: [{ name: 'db', volume: 'data' }], volumes: [] }
export const asked = (over: object = {}) => moveRequest.parse({ containers: ['web'], host: 'n2', ...over })

/** What it opens is closed after each test. */
export function movesGround() {
  const closers: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
  })

  return async (scene: Scene, labels: Record<string, string> = shopLabels) => {
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
}
