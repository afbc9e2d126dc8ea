import { describe, expect, it } from 'vitest'
import type { ActivityEntry } from '@/lib/contract/activity'
import type { Deployment, OperationProgress } from '@/lib/contract/deployments'
import type { Move, MovedContainer } from '@/lib/contract/moves'
import { fakeDeployment } from '@/server/testing/fake-stacks'
import { concerns, lifeOf } from './container-life'

const now = { id: 'c3', name: 'shop-web-1', hostId: 'h2', hostName: 'emden', stack: 'shop', service: 'web' }

const moved = (id: string, newId: string | null, state: MovedContainer['state'] = 'moved'): MovedContainer => ({
  id,
  newId,
  name: 'shop-web-1',
  stack: 'shop',
  service: 'web',
  number: 1,
  fromHostId: 'h1',
  fromHostName: 'kiel',
  toHostId: 'h2',
  toHostName: 'emden',
  state,
  order: 'stop-first',
  orderReason: '',
  isRunning: true,
  interruption: 'restart',
  graceSeconds: 10,
  copyBytes: null,
  together: [],
})
const move = (id: string, container: MovedContainer): Move => ({
  id,
  hostId: 'h2',
  hostName: 'emden',
  containers: [container],
  state: container.state === 'moved' ? 'succeeded' : 'failed',
  startedAt: '2026-01-01T00:00:00Z',
  finishedAt: '2026-01-01T00:01:00Z',
  startedBy: 'ada',
  undoes: null,
  undoneBy: null,
  canUndo: false,
  error: null,
  steps: [],
})
let nextId = 1
const line = (over: Partial<ActivityEntry>): ActivityEntry => ({
  id: nextId++,
  at: '2026-01-01T00:00:00Z',
  actor: 'ada',
  action: 'container.restart',
  target: '',
  result: 'ok',
  message: '',
  durationMs: null,
  details: null,
  ...over,
})
const recreated = (before: string, containerId: string, outcome = 'recreated') =>
  line({ action: 'container.recreate', target: 'kiel/shop-web-1', details: { before, containerId, outcome } })
const operation = (over: Partial<OperationProgress>): OperationProgress => ({
  id: 'o1',
  kind: 'create-container',
  hostId: 'h1',
  hostName: 'kiel',
  target: 'shop-web-1',
  service: 'web',
  why: 'image 1 → 2',
  after: [],
  state: 'done',
  detail: '',
  fraction: null,
  startedAt: null,
  finishedAt: null,
  error: null,
  ...over,
})
const none = { moves: [], recreations: [], deployments: [] as Deployment[] }
const placesOf = (life: ReturnType<typeof lifeOf>) =>
  life.places.map(({ hostName, name, ids }) => `${hostName}/${name} ${[...ids].join(',')}`)

describe('the life of a container', () => {
  it('goes back through a move, and through the recreation before it', () => {
    const life = lifeOf(now, { ...none, moves: [move('m1', moved('c2', 'c3'))], recreations: [recreated('c1', 'c2')] })
    expect(placesOf(life)).toEqual(['emden/shop-web-1 c3', 'kiel/shop-web-1 c2,c1'])
    expect([...life.moveIds]).toEqual(['m1'])
  })

  it('knows of moves that failed, and follows no recreation that was taken back', () => {
    const life = lifeOf(now, {
      ...none,
      moves: [move('m2', moved('c3', 'c4', 'stayed')), move('m1', moved('x', 'y'))],
      recreations: [recreated('c1', 'c3', 'restored')],
    })
    expect(placesOf(life)).toEqual(['emden/shop-web-1 c3'])
    expect([...life.moveIds]).toEqual(['m2'])
  })

  it('holds the deploys that touched it, with their reason, and the host it had before one of them', () => {
    const deployments = [
      fakeDeployment({
        id: 'd2',
        operations: [operation({ hostId: 'h2', hostName: 'emden' }), operation({ kind: 'remove-container' })],
      }),
      fakeDeployment({ id: 'd1', operations: [operation({ service: 'cache', target: 'shop-cache-1' })] }),
    ]
    const life = lifeOf(now, { ...none, deployments })
    expect([...life.deployments]).toEqual([['d2', 'image 1 → 2']])
    expect(placesOf(life)).toEqual(['emden/shop-web-1 c3', 'kiel/shop-web-1 '])
  })

  it('ends, also where the journals lead in a circle', () => {
    const life = lifeOf(now, { ...none, recreations: [recreated('c3', 'c2'), recreated('c2', 'c3')] })
    expect(placesOf(life)).toEqual(['emden/shop-web-1 c3,c2'])
  })
})

describe('an act', () => {
  const life = lifeOf(now, {
    ...none,
    moves: [move('m1', moved('c2', 'c3'))],
    deployments: [fakeDeployment({ id: 'd1', operations: [operation({})] })],
  })
  it.each([
    [{ target: 'emden/shop-web-1' }, true],
    [{ target: 'kiel/shop-web-1:/etc/motd' }, true],
    [{ target: 'shop_default shop-web-1' }, true],
    [{ target: 'husum/shop-web-1' }, false],
    [{ target: 'emden/shop-web-10' }, false],
    [{ target: 'elsewhere', details: { containerId: 'c2' } }, true],
    [{ action: 'container.move', target: 'shop-web-1', details: { moveId: 'm1' } }, true],
    [{ action: 'container.move', target: 'shop-web-1', details: { moveId: 'm9' } }, false],
    [{ action: 'stack.deploy', target: 'shop', details: { deploymentId: 'd1' } }, true],
    [{ action: 'stack.deploy', target: 'shop', details: { deploymentId: 'd9' } }, false],
    [{ action: 'stack.deploy', target: 'shop' }, false],
  ])('%j concerns it: %s', (over, isConcerned) => {
    expect(concerns(line(over), life)).toBe(isConcerned)
  })
})
