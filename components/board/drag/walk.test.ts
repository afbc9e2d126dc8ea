import { describe, expect, it } from 'vitest'
import { textsNow } from '@/lib/client/language'
import { placementTexts } from '@/lib/texts/placement'
import { edgeSpeed } from './follow-pointer'
import { verdictText } from './verdict-words'
import type { Verdict } from './verdicts'
import { walkTo } from './walk'

const places = ['a', 'b', 'c', 'd']
const fits = (place: string) => place === 'b' || place === 'd'

describe('keys that carry something', () => {
  it('go from place to place and over those that fit, and stay at the ends', () => {
    const go = (from: string | null, key: string) => walkTo(places, fits, from, key)
    expect(go('a', 'ArrowRight')).toBe('b')
    expect(go('a', 'ArrowLeft')).toBe('a')
    expect(go('d', 'ArrowRight')).toBe('d')
    expect(go('b', 'ArrowDown')).toBe('d')
    expect(go('d', 'ArrowUp')).toBe('b')
    expect(go('b', 'ArrowUp')).toBe('b')
    expect(go(null, 'ArrowRight')).toBe('a')
    expect(go('gone', 'ArrowRight')).toBe('a')
    expect([go('c', 'Home'), go('c', 'End')]).toEqual(['a', 'd'])
    expect(go('a', 'x')).toBeUndefined()
  })
})

describe('the pane under a drag', () => {
  it('scrolls the faster the nearer its edge is, and not in the middle', () => {
    expect(edgeSpeed(500, 0, 1000)).toBe(0)
    expect(edgeSpeed(990, 0, 1000)).toBeGreaterThan(edgeSpeed(960, 0, 1000))
    expect(edgeSpeed(2, 0, 1000)).toBeLessThan(0)
    expect(edgeSpeed(-300, 0, 1000)).toBe(-18)
  })
})

describe('a verdict in words', () => {
  const said = (filter: string, wants: string, actual: string, over: Partial<Verdict> = {}) =>
    verdictText(
      {
        kind: 'refused',
        isBest: false,
        reasons: [{ filter, wants, actual }],
        wishes: [],
        count: 1,
        taken: 0,
        fix: null,
        ...over,
      },
      textsNow(placementTexts),
    )

  it('tells each rule with what was found', () => {
    expect(said('memory', '4 GiB', '1.8 of 4 GiB free')).toBe('Does not fit: memory: 1.8 of 4 GiB free')
    expect(said('port', '8080/tcp', 'held by web_1')).toBe('Does not fit: port 8080/tcp is held by web_1')
    expect(said('placement', 'node.labels.zone == a', 'b')).toContain('asks for node.labels.zone == a, here b')
    expect(said('constraint', 'zone == a', 'no such label')).toContain('no such label here')
    expect(said('maxreplicas', 'at most 1 per host', 'shop-web-1 here')).toContain(
      'at most 1 of it per host, here shop-web-1',
    )
    expect(said('gone', '', '')).toBe('Does not fit: no longer in the cluster')
    expect(said('memory', '4 GiB', '1 of 4 GiB free', { count: 3, taken: 2 })).toContain('2 of 3 fit')
  })
})
