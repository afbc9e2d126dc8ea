import { describe, expect, it } from 'vitest'
import { wantsEvent } from './event-filters'

const start = {
  Type: 'container',
  Action: 'start',
  Actor: { ID: 'abc123', Attributes: { name: 'web-1', image: 'nginx:1', team: 'a' } },
}

describe('an event', () => {
  it.each([
    [{ container: ['web'] }, true],
    [{ container: ['abc'] }, true],
    [{ container: ['eb-1'] }, false],
    [{ network: ['web'] }, false],
    [{ image: ['nginx'] }, true],
    [{ image: ['ngin'] }, false],
    [{ event: ['start', 'die'], type: ['container'] }, true],
    [{ label: ['team=a'], node: ['n1'] }, true],
    [{ label: ['team=b'] }, false],
    [{ node: ['n2'] }, false],
    // As engines do with a filter that they do not know.
    [{ odd: ['x'] }, true],
  ])('of a container by %o: %s', (filters, isWanted) => {
    expect(wantsEvent(new Map(Object.entries(filters)), start, 'n1')).toBe(isWanted)
  })
})
