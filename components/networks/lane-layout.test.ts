import { expect, test } from 'vitest'
import type { ReachLane } from '@/lib/contract/reach'
import { laneEnds, layoutLanes, maxLanes } from './lane-layout'

const lane = (key: string): ReachLane => ({
  key,
  networkId: key,
  name: key,
  driver: 'overlay',
  isLocal: false,
  internal: false,
  hasNames: true,
  isolated: false,
})

test('the target’s lanes come first, then the most used, and no more than fit', () => {
  const lanes = Array.from({ length: 14 }, (_, index) => lane(`n${index}`))
  const all = { lanes: lanes.map(({ key }) => key) }
  const rows = [{ lanes: ['n3', 'n5'] }, { lanes: ['n5'] }, all, all]
  const drawn = layoutLanes({ ofLanes: ['n9'], lanes }, rows)
  expect(drawn.map(({ key }) => key).slice(0, 3)).toEqual(['n9', 'n5', 'n3'])
  expect(drawn).toHaveLength(maxLanes)
})

test('lanes on which only one is are not drawn', () => {
  const drawn = layoutLanes({ ofLanes: ['a'], lanes: [lane('a'), lane('b')] }, [{ lanes: ['b'] }])
  expect(drawn.map(({ key }) => key)).toEqual(['a'])
})

test('a lane ends at the last row that uses it', () => {
  const ways = (...lanes: (string | null)[]) => ({ ways: lanes.map((each) => ({ lane: each })) })
  expect([...laneEnds([ways('a'), ways('b', null), ways('a')])]).toEqual([
    ['a', 2],
    ['b', 1],
  ])
})
