import { describe, expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { containersByNumber } from './existing'

const second = (name: string, over: Partial<Container> = {}): Container => ({
  ...aContainer(aHost('n1'), name),
  id: name,
  service: 'web',
  number: 2,
  state: 'running',
  ...over,
})
const nameOf = (number: number) => `shop-web-${number}`
const counting = (...containers: Container[]) =>
  [containers, [...containers].reverse()].map((order) => containersByNumber(order, 'web', nameOf).byNumber.get(2)?.name)

describe('of two containers of one number', () => {
  it('the one with its name counts, whatever became of it, since no other can be made beside it', () => {
    expect(counting(second('odd'), second('shop-web-2', { state: 'paused' }))).toEqual(['shop-web-2', 'shop-web-2'])
    expect(counting(second('odd'), second('shop-web-2-b', { state: 'exited' }))).toEqual([
      'shop-web-2-b',
      'shop-web-2-b',
    ])
  })

  it('is told by the name that Compose gives where nobody says another', () => {
    const both = [second('odd', { stack: 'shop' }), second('shop-web-2', { stack: 'shop', state: 'exited' })]
    expect(containersByNumber(both, 'web').byNumber.get(2)?.name).toBe('shop-web-2')
  })

  it('one that is seen counts rather than one that is not, and none that a replacement has left', () => {
    expect(counting(second('odd'), second('shop-web-2', { known: false }))).toEqual(['odd', 'odd'])
    expect(counting(second('odd', { state: 'exited' }), second('shop-web-2-replaced-0a1b2c'))).toEqual(['odd', 'odd'])
  })

  it('the one that runs counts where neither or both have it', () => {
    expect(counting(second('odd', { state: 'exited' }), second('even'))).toEqual(['even', 'even'])
    expect(counting(second('shop-web-2', { state: 'exited' }), second('shop-web-2-b'))).toEqual([
      'shop-web-2-b',
      'shop-web-2-b',
    ])
  })
})
