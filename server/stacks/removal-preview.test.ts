import { describe, expect, it } from 'vitest'
import { aVolume } from '@/server/testing/inventory-builders'
import { aContainer, aHost, aSnapshot } from '@/server/testing/stack-builders'
import { previewRemoval } from './removal-preview'

const n1 = aHost('n1')
const n2 = aHost('n2', { state: 'unreachable' })
const labels = { 'com.docker.compose.project': 'shop' }
const own = { labels, stack: 'shop', service: 'web' }
const unnamed = { type: 'volume', name: 'b'.repeat(64), source: '', target: '/cache', readOnly: false }
const snapshot = aSnapshot([n1, n2], {
  containers: [
    aContainer(n1, 'shop-web-1', { ...own, number: 1, mounts: [unnamed] }),
    aContainer(n2, 'shop-web-2', { ...own, number: 2, known: false }),
    aContainer(n1, 'other'),
  ],
  volumes: [aVolume(n1, 'shop_data', { labels, stack: 'shop' })],
})

describe('the preview of a removal', () => {
  it('covers what carries the label of the stack, ends its services and keeps named volumes', () => {
    const plan = previewRemoval(snapshot, 'shop', false, 3)
    expect(plan.summary.remove).toBe(2)
    expect(plan.containers.map(({ name, reason }) => [name, reason !== ''])).toEqual([
      ['shop-web-1', false],
      ['shop-web-2', true],
    ])
    expect(plan.gaps).toMatchObject([{ service: 'web', kind: 'ends', running: 1, serving: 0 }])
    expect(plan.volumes).toMatchObject([{ name: 'shop_data', action: 'keep' }])
    expect(plan.volumeRisks).toMatchObject([{ kind: 'anonymous', volume: '/cache' }])
    expect(plan.operations.some(({ kind }) => kind === 'remove-volume')).toBe(false)
  })

  it('names the data that goes when volumes go too', () => {
    const plan = previewRemoval(snapshot, 'shop', true, 3)
    expect(plan.volumeRisks.map(({ kind, volume }) => [kind, volume])).toEqual([
      ['removed', 'shop_data'],
      ['removed', '/cache'],
    ])
    expect(plan.volumes).toMatchObject([{ action: 'remove' }])
  })
})
