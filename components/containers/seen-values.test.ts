import { expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import { seenValues } from './seen-values'

it('values in sight are offered once, the most frequent first', () => {
  const rows = ['nginx:1', 'redis:7', 'redis:7', 'alpine:3'].map((image) => ({ image }) as Container)
  expect(seenValues(rows, ({ image }) => [image])).toEqual(['redis:7', 'alpine:3', 'nginx:1'])
})
