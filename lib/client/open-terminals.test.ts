import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  keepTerminals,
  nameTerminal,
  noTerminals,
  type OpenTerminals,
  readTerminals,
  renewTerminal,
  withoutTerminal,
  withTerminal,
} from './open-terminals'

const opened = (...shells: string[]): OpenTerminals =>
  shells.reduce((now, shell) => withTerminal(now, shell, ''), noTerminals)
const keysOf = ({ tabs }: OpenTerminals) => tabs.map(({ key }) => key)

describe('the tabs of terminals', () => {
  it('get keys of their own, and the newest is in front', () => {
    const now = opened('/bin/sh', '/bin/bash')
    expect(now).toMatchObject({ current: '2', next: 3, tabs: [{ shell: '/bin/sh' }, { shell: '/bin/bash' }] })
  })

  it('when one closes, what stood beside it comes to the front', () => {
    const three = opened('a', 'b', 'c')
    expect(withoutTerminal({ ...three, current: '2' }, '2').current).toBe('3')
    expect(withoutTerminal(three, '3').current).toBe('2')
    expect(withoutTerminal({ ...three, current: '1' }, '3').current).toBe('1')
    expect(keysOf(withoutTerminal(three, '9'))).toEqual(['1', '2', '3'])
  })

  it('are counted anew when the last one is closed, and never one key twice before that', () => {
    expect(withoutTerminal(opened('a'), '1')).toEqual(noTerminals)
    const again = withTerminal(withoutTerminal(opened('a', 'b'), '2'), 'c', '')
    expect(keysOf(again)).toEqual(['1', '3'])
  })

  it('are named once they are open, and a new shell in the same tab forgets the name', () => {
    const named = nameTerminal(opened('a', 'b'), '1', { terminal: 't1', epoch: 'e1' })
    expect(named.tabs[0]).toMatchObject({ key: '1', terminal: 't1', epoch: 'e1' })
    const fresh = renewTerminal(named, '1')
    expect(fresh).toMatchObject({ current: '3', tabs: [{ key: '3', shell: 'a', user: '' }, { key: '2' }] })
    expect(fresh.tabs[0]).not.toHaveProperty('terminal')
  })
})

describe('a browser tab', () => {
  const kept = new Map<string, string>()
  beforeEach(() => {
    kept.clear()
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    })
  })
  afterEach(() => vi.unstubAllGlobals())

  it('keeps those of each container, and nothing of one that has none', () => {
    const two = opened('a', 'b')
    keepTerminals('c1', two)
    expect(readTerminals('c1')).toEqual(two)
    expect(readTerminals('c2')).toEqual(noTerminals)
    keepTerminals('c1', noTerminals)
    expect(kept.size).toBe(0)
  })

  it('has none where what it kept is none, or storage is refused', () => {
    kept.set('lotse.terminals.c1', '{"tabs":[{"key":1}]}')
    expect(readTerminals('c1')).toEqual(noTerminals)
    vi.stubGlobal('sessionStorage', undefined)
    expect(readTerminals('c1')).toEqual(noTerminals)
    expect(() => keepTerminals('c1', opened('a'))).not.toThrow()
  })
})
