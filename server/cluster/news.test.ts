import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { EngineEvent } from '@/server/docker/events'
import { AppError } from '@/server/errors'
import { silentLog } from '@/server/testing/host-store'
import { createNews, type NewsReader } from './news'
import type { InspectOptions } from './reader'

const soon = { timeout: 20_000 }
const never = new Promise<never>(() => undefined)
const event = (type: string, id: string): EngineEvent => ({ type, action: 'start', id, attributes: {}, message: {} })

/** `inspect` is told how often this container was asked for. */
function open(
  inspect: (times: number, id: string, options: InspectOptions) => Promise<string[]>,
  read: () => Promise<void> = async () => undefined,
) {
  const asked = new Map<string, number>()
  const timesOf = (id: string) => asked.get(id) ?? 0
  const reader = {
    inspect: async (ids: Iterable<string>, _gone: Iterable<string>, options: InspectOptions) => {
      const sick: string[] = []
      for (const id of ids) {
        asked.set(id, timesOf(id) + 1)
        sick.push(...(await inspect(timesOf(id), id, options)))
      }
      return sick
    },
    read,
  } as unknown as NewsReader
  const sink = { address: () => 'n1', isJoined: () => true, swarmTouched: () => undefined, heldBack: () => undefined }
  const news = createNews(reader, { coalesceMs: 1, retryMs: 40 }, sink, silentLog)
  return { news, timesOf }
}

it('gives up each container over which its engine always stumbles, also two of them in turn', async () => {
  const { news, timesOf } = open(async (_times, id) => {
    await delay(20)
    return [id]
  })
  news.heard(event('container', 'a'))
  await expect.poll(() => timesOf('a'), soon).toBe(1)
  news.heard(event('container', 'b'))
  await expect.poll(() => [timesOf('a'), timesOf('b')], soon).toEqual([5, 5])
  await delay(300)
  expect([timesOf('a'), timesOf('b')]).toEqual([5, 5])
  // What happens to it later is asked for anew.
  news.heard(event('container', 'a'))
  await expect.poll(() => timesOf('a'), soon).toBe(10)
})

it('asks for no container again before it was answered because something else could not be read', async () => {
  let reads = 0
  const { news, timesOf } = open(
    () => never,
    async () => {
      reads += 1
      throw new AppError('engine_timeout', 'silent')
    },
  )
  news.heard(event('container', 'a'))
  news.heard(event('volume', 'v'))
  news.heard({ ...event('volume', 'v'), action: 'create' })
  await expect.poll(() => reads, soon).toBeGreaterThan(3)
  expect(timesOf('a')).toBe(1)
})

it('asks again only for those that were not answered', async () => {
  const { news, timesOf } = open(async (times, id, { onAnswered }) => {
    if (id === 'slow' && times < 4) throw new AppError('engine_timeout', 'silent')
    onAnswered?.(id)
    return []
  })
  for (const id of ['quick', 'slow']) news.heard(event('container', id))
  await expect.poll(() => timesOf('slow'), soon).toBe(4)
  expect(timesOf('quick')).toBe(1)
})

it('waits for the answer of a later reading though an earlier one ends meanwhile', async () => {
  let answer: (sick: string[]) => void = () => undefined
  const { news, timesOf } = open(async (times, id, { onAnswered }) => {
    if (times === 2) {
      const sick = await new Promise<string[]>((resolve) => {
        answer = resolve
      })
      onAnswered?.(id)
      return sick
    }
    await delay(20)
    onAnswered?.(id)
    if (times > 2) return []
    news.heard(event('container', id))
    return [id]
  })
  news.heard(event('container', 'a'))
  await expect.poll(() => timesOf('a'), soon).toBe(2)
  await delay(200)
  expect(timesOf('a')).toBe(2)
  answer([])
  news.heard(event('container', 'a'))
  await expect.poll(() => timesOf('a'), soon).toBeGreaterThan(2)
})
