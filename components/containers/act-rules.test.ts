import { describe, expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import { leftOutReason, usefulActs } from './act-rules'

const container = (state: Container['state'], known = true) => ({ state, known, hostName: 'kiel-1' }) as Container

describe('acts on containers', () => {
  it('leaves out what is on a silent host, whatever its state', () => {
    expect(leftOutReason(container('running', false), 'stop', false)).toBe('kiel-1 does not answer')
    expect(leftOutReason(container('running', false), 'stop', false, 'de')).toBe('kiel-1 antwortet nicht')
    expect(usefulActs([container('running', false)])).toEqual([])
  })

  it('removes a running container only with force', () => {
    expect(leftOutReason(container('running'), 'remove', false)).toContain('force')
    expect(leftOutReason(container('running'), 'remove', true)).toBeUndefined()
    expect(leftOutReason(container('exited'), 'remove', false)).toBeUndefined()
  })

  it('offers what at least one of the chosen can take', () => {
    expect(usefulActs([container('exited')])).toEqual(['start', 'restart', 'remove'])
    expect(usefulActs([container('exited'), container('paused')])).toContain('unpause')
  })
})
