import { describe, expect, it } from 'vitest'
import {
  calledOff,
  countsOf,
  fractionOf,
  isUnderWay,
  type Upload,
  type UploadOutcome,
  withOutcome,
} from './upload-fold'

const upload = (sizes: Record<string, number>): Upload => ({
  id: 1,
  containerId: 'c1',
  containerName: 'shop/web.1',
  folder: '/srv',
  items: Object.entries(sizes).map(([name, size]) => ({ name, file: new Blob([new Uint8Array(size)]) })),
  outcomes: new Map(Object.keys(sizes).map((name) => [name, 'waiting'])),
  sentBytes: 0,
})
const having = (begun: Upload, outcomes: Record<string, UploadOutcome>) =>
  Object.entries(outcomes).reduce((now, [name, outcome]) => withOutcome(now, name, outcome), begun)

describe('uploads', () => {
  it('are as far as their bytes, the one that is being sent included', () => {
    const two = upload({ small: 100, large: 300 })
    expect(fractionOf(two)).toBe(0)
    expect(fractionOf({ ...having(two, { small: 'done', large: 'sending' }), sentBytes: 100 })).toBe(0.5)
    expect(fractionOf(having(two, { small: 'exists', large: { error: 'x' } }))).toBe(1)
  })

  it('of empty files count the files, and more than all is never sent', () => {
    expect(fractionOf(having(upload({ a: 0, b: 0 }), { a: 'done' }))).toBe(0.5)
    expect(fractionOf({ ...having(upload({ a: 10 }), { a: 'sending' }), sentBytes: 12 })).toBe(1)
  })

  it('are under way until each has an outcome, and are called off but for the one that is being sent', () => {
    const three = having(upload({ a: 1, b: 1, c: 1 }), { a: 'done', b: 'sending' })
    expect(isUnderWay(three)).toBe(true)
    const off = calledOff(three)
    expect([...off.outcomes.values()]).toEqual(['done', 'sending', 'cancelled'])
    const over = withOutcome(off, 'b', 'cancelled')
    expect(isUnderWay(over)).toBe(false)
    expect(countsOf(over)).toEqual({ done: 1, left: 2, failed: 0 })
  })
})
