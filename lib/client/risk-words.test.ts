import { describe, expect, it } from 'vitest'
import type { VolumeRisk } from '@/lib/contract/plan-effects'
import { effectTexts } from '@/lib/texts/effects'
import { riskWords } from './risk-words'

const risk = (over: Partial<VolumeRisk>): VolumeRisk => ({
  kind: 'left-behind',
  volume: 'shop_data',
  container: 'shop-db-1',
  hostName: 'kiel',
  toHostName: 'emden',
  ...over,
})

describe('data that is left behind or goes', () => {
  it('is told with whose it is, where it stays and where its container goes', () => {
    expect(riskWords(risk({}), effectTexts.en)).toBe(
      'shop_data stays on kiel with its data: shop-db-1 begins on emden without it',
    )
    expect(riskWords(risk({ kind: 'folder', volume: '/srv' }), effectTexts.de)).toBe(
      'shop-db-1 bekommt den Ordner /srv von emden, nicht den von kiel',
    )
  })

  it('is told of what has no container and goes nowhere', () => {
    const alone = risk({ kind: 'removed', container: null, toHostName: null })
    expect(riskWords(alone, effectTexts.en)).toBe('shop_data on kiel is removed with its data')
  })
})
