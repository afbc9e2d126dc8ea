import { describe, expect, it } from 'vitest'
import type { Deployment, OperationProgress } from '@/lib/contract/deployments'
import { progressTexts } from '@/lib/texts/progress'
import { endMs, progressScale, waitsFor } from './progress-scale'

const { en, de } = progressTexts

const at = (seconds: number) => new Date(1_000_000 + seconds * 1000).toISOString()
const step = (id: string, more: Partial<OperationProgress> = {}): OperationProgress => ({
  id,
  kind: 'create-container',
  hostId: 'h1',
  hostName: 'n1',
  target: `shop-web-${id}`,
  service: 'web',
  why: '',
  after: [],
  state: 'pending',
  detail: '',
  fraction: null,
  startedAt: null,
  finishedAt: null,
  error: null,
  ...more,
})
const deployment = (operations: OperationProgress[], finishedAt: string | null = null): Deployment => ({
  id: 'd1',
  stack: 'shop',
  kind: 'deploy',
  revision: 1,
  state: finishedAt ? 'succeeded' : 'running',
  startedAt: at(0),
  finishedAt,
  startedBy: 'admin',
  error: null,
  operations,
})

describe('the scale of a deployment', () => {
  it('rounds its length up and places each step', () => {
    const scale = progressScale(deployment([step('1', { startedAt: at(3), finishedAt: at(6) }), step('2')], at(10)), 0)
    expect(scale.lengthMs).toBe(12_000)
    expect(scale.marks).toEqual([0, 2, 4, 6, 8, 10, 12])
    expect(scale.bars).toEqual({ 1: { left: 25, width: 25 } })
  })
  it('lets a running step grow with the clock and keeps an instant one visible', () => {
    const running = deployment([step('1', { startedAt: at(0) }), step('2', { startedAt: at(3), finishedAt: at(3) })])
    const { bars } = progressScale(running, Date.parse(at(6)))
    expect(bars).toEqual({ 1: { left: 0, width: 100 }, 2: { left: 50, width: 0.5 } })
  })
  it('ends with the last step while nobody has read yet when it was over', () => {
    const over = { ...deployment([step('1', { startedAt: at(0), finishedAt: at(4) })]), state: 'succeeded' as const }
    expect(endMs(over, Date.parse(at(1)))).toBe(Date.parse(at(4)))
    expect(endMs({ ...over, finishedAt: at(5) }, 0)).toBe(Date.parse(at(5)))
  })
  it('survives a clock behind the start', () => {
    expect(progressScale(deployment([step('1', { startedAt: at(0) })]), 0).lengthMs).toBe(6000)
  })
})

describe('what a step waits for', () => {
  const steps = [step('a', { state: 'done' }), step('b'), step('c', { kind: 'pull-image', target: 'redis:7' })]
  it('names the first unfinished one by number and counts the others', () => {
    expect(waitsFor(step('d', { after: ['a', 'c'] }), steps, en)).toBe('waits for 3: pull redis:7')
    expect(waitsFor(step('d', { after: ['a', 'c'] }), steps, de)).toBe('wartet auf 3: redis:7 laden')
    expect(waitsFor(step('d', { after: ['a', 'b', 'c'] }), steps, en)).toBe('waits for 2: create shop-web-b and 1 more')
  })
  it('says nothing when nothing is open', () => {
    expect(waitsFor(step('d', { after: ['a'] }), steps, en)).toBe('')
  })
})
