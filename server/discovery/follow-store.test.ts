import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { silentLog } from '@/server/testing/host-store'
import { followStore } from './follow-store'
import type { Entries, Store } from './stores/types'

/** A store whose words and losses the test decides. */
function fakeStore() {
  const watches = new Map<string, { tell(entries: Entries): void; fail(error: Error): void }>()
  const store: Pick<Store, 'watch' | 'close'> = {
    watch: (path, tell) => new Promise((_resolve, reject) => watches.set(path, { tell, fail: reject })),
    close: async () => undefined,
  }
  const entries = (hosts: string[]) => new Map(hosts.map((host) => [host, host]))
  return {
    store: store as Store,
    say: (path: string, ...hosts: string[]) => watches.get(path)?.tell(entries(hosts)),
    async lose() {
      for (const { fail } of watches.values()) fail(new Error('gone'))
      watches.clear()
      await vi.advanceTimersByTimeAsync(5_000)
    },
  }
}

describe('hosts in a store', () => {
  let stop = () => {}
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    stop()
    vi.useRealTimers()
  })
  const open = (isPatient = false) => {
    const fake = fakeStore()
    const lists: string[][] = []
    stop = followStore(fake.store, ['a', 'b'], (list) => lists.push(list), {
      log: silentLog,
      graceMs: 60_000,
      isPatient,
    })
    return { ...fake, lists }
  }

  it('are told when every path has been read, and go when the store says so', () => {
    const { say, lists } = open()
    say('a', 'n1:1', 'n2:1')
    expect(lists).toEqual([])
    say('b', 'n2:1')
    say('a')
    expect(lists).toEqual([['n1:1', 'n2:1'], ['n2:1']])
  })
  it('stay while the store is away, and for a while when it comes back empty', async () => {
    const { say, lose, lists } = open()
    say('b')
    say('a', 'n1:1', 'n2:1')
    await lose()
    expect(lists).toHaveLength(1)
    say('a')
    say('b')
    say('a', 'n2:1')
    expect(lists.every((list) => list.join() === 'n1:1,n2:1')).toBe(true)
    await vi.advanceTimersByTimeAsync(59_000)
    await lose()
    say('a', 'n2:1')
    say('b')
    await vi.advanceTimersByTimeAsync(59_000)
    expect(lists.at(-1)).toEqual(['n1:1', 'n2:1'])
    await vi.advanceTimersByTimeAsync(2_000)
    expect(lists.at(-1)).toEqual(['n2:1'])
  })
  it('are none when the store does not answer at first, unless somebody waits for it', async () => {
    const hasty = open()
    await hasty.lose()
    expect(hasty.lists).toEqual([[]])
    hasty.say('a', 'n1:1')
    hasty.say('b')
    expect(hasty.lists.at(-1)).toEqual(['n1:1'])
    stop()
    const patient = open(true)
    await patient.lose()
    expect(patient.lists).toEqual([])
  })
})
