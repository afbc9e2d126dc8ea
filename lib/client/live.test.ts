import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LiveEvent } from '@/lib/contract/events'
import { showBegun } from './begun'
import { createLiveFolder } from './live'
import { keys } from './query-keys'

const at = '2026-11-24T14:32:07Z'
const hello = (epoch: string): LiveEvent => ({ type: 'hello', epoch, revision: 1, at })
const containers = (revision: number, id: string, state: string): LiveEvent =>
  ({ type: 'containers', upserts: [{ id, state }], removed: [], revision }) as never

describe('live events and the cache', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const stage = () => {
    const client = new QueryClient()
    const fold = createLiveFolder(client)
    const isStale = (key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated ?? false
    return { client, fold, isStale }
  }
  const page = keys.containerPage({ q: '' }, 0)

  it('shows a changed container at once and asks for its window again', () => {
    const { client, fold, isStale } = stage()
    client.setQueryData(page, { items: [{ id: 'a', state: 'running' }], total: 1, offset: 0, revision: 1 })
    fold(containers(2, 'a', 'exited'))
    expect(client.getQueryData(page)).toMatchObject({ items: [{ id: 'a', state: 'exited' }] })
    expect(isStale(page)).toBe(true)
  })

  it('asks once for a burst, and once more after it', () => {
    const { client, fold } = stage()
    client.setQueryData(page, { items: [], total: 0, offset: 0, revision: 0 })
    const invalidate = vi.spyOn(client, 'invalidateQueries')
    const asked = () =>
      invalidate.mock.calls.filter(([filter]) => filter?.queryKey?.join() === 'containers,list').length
    for (let n = 1; n <= 20; n += 1) fold(containers(n, `c${n}`, 'running'))
    expect(asked()).toBe(1)
    vi.advanceTimersByTime(300)
    expect(asked()).toBe(2)
    vi.advanceTimersByTime(3000)
    expect(asked()).toBe(2)
  })

  it('reads a window again whose first answer was overtaken by a container that it does not have', async () => {
    const { client, fold } = stage()
    const answers: ((value: unknown) => void)[] = []
    const observer = new QueryObserver(client, {
      queryKey: page,
      queryFn: () => new Promise((resolve) => answers.push(resolve)),
    })
    const leave = observer.subscribe(() => {})
    const answer = (revision: number, ...ids: string[]) => {
      const items = ids.map((id) => ({ id, state: 'running' }))
      answers.at(-1)?.({ items, total: items.length, offset: 0, revision })
      return vi.advanceTimersByTimeAsync(1_000)
    }
    fold(containers(2, 'b', 'running'))
    await answer(1, 'a')
    expect(answers).toHaveLength(2)
    await answer(2, 'a', 'b')
    expect(client.getQueryData(page)).toMatchObject({ items: [{ id: 'a' }, { id: 'b' }] })
    expect(answers).toHaveLength(2)
    leave()
  })

  it.each([
    ['the hosts', keys.hosts],
    ['the overview', keys.overview],
    ['the labels', keys.labels],
    ['a host', keys.host('h')],
  ])('reads %s again whose first answer was overtaken by what a host has become', async (_what, queryKey) => {
    const { client, fold } = stage()
    const answers: ((value: unknown) => void)[] = []
    const observer = new QueryObserver(client, {
      queryKey,
      queryFn: () => new Promise((resolve) => answers.push(resolve)),
    })
    const leave = observer.subscribe(() => {})
    fold({ type: 'hosts', upserts: [{ id: 'h', state: 'healthy' }], removed: [], revision: 2 } as never)
    answers.at(-1)?.('suspect')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(answers).toHaveLength(2)
    answers.at(-1)?.('healthy')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(client.getQueryData(queryKey)).toBe('healthy')
    expect(answers).toHaveLength(2)
    leave()
  })

  it('reads a deployment again whose events overtook the answer that began it', async () => {
    const { client, fold, isStale } = stage()
    const key = keys.deployment('d')
    const event = (state: string): LiveEvent =>
      ({ type: 'deployment', id: 'd', stack: 's', state, operations: [], error: null }) as never
    fold(event('failed'))
    expect(client.getQueryData(key)).toBeUndefined()
    showBegun(client, key, { id: 'd', state: 'running', operations: [] })
    fold(event('running'))
    expect(isStale(key)).toBe(true)

    client.setQueryData(key, { id: 'd', state: 'running', operations: [] })
    const answers: ((value: unknown) => void)[] = []
    const observer = new QueryObserver(client, {
      queryKey: key,
      queryFn: () => new Promise((resolve) => answers.push(resolve)),
    })
    const leave = observer.subscribe(() => {})
    expect(answers).toHaveLength(1)
    fold(event('failed'))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(answers).toHaveLength(2)
    answers[0]?.({ id: 'd', state: 'running', operations: [] })
    await vi.advanceTimersByTimeAsync(0)
    expect(client.getQueryData(key)).toMatchObject({ state: 'failed' })
    leave()
  })

  it('reads nothing again at the first hello, everything after a break', () => {
    const { client, fold, isStale } = stage()
    client.setQueryData(keys.hosts, [])
    fold(hello('one'))
    expect(isStale(keys.hosts)).toBe(false)
    fold(hello('one'))
    expect(isStale(keys.hosts)).toBe(true)
  })

  it('drops what nobody looks at when the server is another one', () => {
    const { client, fold } = stage()
    fold(hello('one'))
    client.setQueryData(keys.hosts, [{ id: 'old' }])
    fold(hello('two'))
    expect(client.getQueryData(keys.hosts)).toBeUndefined()
  })

  it('takes a removed host out of lists and puts a new activity line on top', () => {
    const { client, fold } = stage()
    client.setQueryData(keys.hosts, [{ id: 'a' }, { id: 'b' }])
    client.setQueryData(keys.activityList(''), [{ id: 1 }])
    fold({ type: 'hosts', upserts: [], removed: ['a'] })
    fold({ type: 'activity', entry: { id: 2 } } as never)
    expect(client.getQueryData(keys.hosts)).toEqual([{ id: 'b' }])
    expect(client.getQueryData(keys.activityList(''))).toEqual([{ id: 2 }, { id: 1 }])
  })
})
