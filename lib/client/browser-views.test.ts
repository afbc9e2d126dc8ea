import { afterEach, describe, expect, it, vi } from 'vitest'
import { mostViews } from '@/lib/contract/limits'
import type { SavedView } from '@/lib/contract/preferences'
import { forgetBrowserViews, readBrowserViews, withBrowserViews } from './browser-views'

const view = (name: string, q = 'x'): SavedView => ({ name, q, sort: 'state', direction: 'asc', columns: null })

function browserWith(text: string | null) {
  const kept = new Map(text === null ? [] : [['lotse-container-views', text]])
  vi.stubGlobal('window', {
    localStorage: { getItem: (key: string) => kept.get(key) ?? null, removeItem: (key: string) => kept.delete(key) },
  })
}
afterEach(() => vi.unstubAllGlobals())

describe('views that a browser kept', () => {
  it('are read, and forgotten once they are taken over', async () => {
    browserWith(JSON.stringify([view('Shop')]))
    expect(await readBrowserViews()).toEqual([view('Shop')])
    forgetBrowserViews()
    expect(await readBrowserViews()).toEqual([])
  })

  it.each([null, '', '{', '{}', '[{"name":""}]', JSON.stringify([view('A'), view('A')])])(
    'are none in %s',
    async (text) => {
      browserWith(text)
      expect(await readBrowserViews()).toEqual([])
    },
  )

  it('are none where storage is refused', async () => {
    vi.stubGlobal('window', {
      get localStorage(): never {
        throw new Error('denied')
      },
    })
    expect(await readBrowserViews()).toEqual([])
    expect(() => forgetBrowserViews()).not.toThrow()
  })

  it('stand behind those of the account, which keeps its own of the same name', () => {
    const own = [view('Shop', 'mine'), view('Night')]
    expect(withBrowserViews(own, [view('Shop', 'other'), view('Late')])).toEqual([...own, view('Late')])
    const many = Array.from({ length: mostViews }, (_, at) => view(`v${at}`))
    expect(withBrowserViews(many, [view('one more')])).toEqual(many)
  })
})
