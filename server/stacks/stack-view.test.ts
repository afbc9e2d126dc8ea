import { describe, expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { type StackFacts, stackView } from './stack-view'

const host = aHost('kiel-1')
const container = (service: string, number: number, extra: Partial<Container> = {}) =>
  aContainer(host, `shop-${service}-${number}`, { stack: 'shop', service, number, ...extra })
const wanted = (name: string, desired: number | null, isJob = false) => ({ name, image: 'web:1', desired, isJob })
const facts = (extra: Partial<StackFacts>): StackFacts => ({
  name: 'shop',
  flag: 3,
  managed: true,
  revision: 4,
  deployedAt: null,
  deployedBy: null,
  services: [wanted('web', 2)],
  containers: [container('web', 1), container('web', 2)],
  deployment: null,
  ...extra,
})
const deployment = (extra: Partial<NonNullable<StackFacts['deployment']>>): StackFacts['deployment'] => ({
  id: 'd1',
  kind: 'deploy',
  state: 'succeeded',
  revision: 4,
  error: null,
  done: 3,
  total: 12,
  ...extra,
})
const said = (extra: Partial<StackFacts>) => {
  const { state, statement } = stackView(facts(extra))
  return [state, statement]
}

describe('what is said of a stack', () => {
  it('all is well, in numbers', () => {
    expect(said({})).toEqual(['running', 'All 2 containers run.'])
    expect(said({ services: [wanted('web', 1)], containers: [container('web', 1)] })).toEqual([
      'running',
      'Its one container runs.',
    ])
    expect(said({ services: [wanted('web', 0)], containers: [] })).toEqual(['empty', 'No container is wanted.'])
  })

  it('counts a job that ended well as done, not as missing', () => {
    const job = container('job', 1, { state: 'exited', exitCode: 0 })
    expect(
      said({ services: [wanted('web', 2), wanted('job', 1, true)], containers: [...facts({}).containers, job] }),
    ).toEqual(['running', 'All 2 containers run; 1 job did the work and ended.'])
    expect(said({ services: [wanted('job', 1, true)], containers: [job] })).toEqual([
      'running',
      '1 job did the work and ended.',
    ])
  })

  it('names what is wrong, where, and how many more there are', () => {
    const containers = [
      container('web', 1, { state: 'exited', exitCode: 1 }),
      container('web', 2, { health: 'unhealthy' }),
      container('web', 3, { known: false }),
    ]
    expect(said({ services: [wanted('web', 4)], containers })).toEqual([
      'degraded',
      '1 of 4 containers runs; web-1 exited with code 1 on kiel-1, web-2 is unhealthy on kiel-1, and 2 more.',
    ])
    expect(said({ containers: [] })).toEqual(['down', '0 of 2 containers run; web-1 is missing, web-2 is missing.'])
  })

  it('tells of the deployment first', () => {
    expect(said({ deployment: deployment({ state: 'running' }) })).toEqual([
      'deploying',
      'Revision 4 is under way: 3 of 12 steps done. All 2 containers run.',
    ])
    expect(said({ deployment: deployment({ state: 'failed', error: 'Pulling web:2 on kiel-1 failed.' }) })).toEqual([
      'failed',
      'Revision 4 failed: Pulling web:2 on kiel-1 failed. All 2 containers run.',
    ])
    expect(said({ deployment: deployment({ state: 'running', kind: 'remove' }) })[0]).toBe('removing')
  })

  it('takes what it sees for what is wanted when nobody told Lotse', () => {
    const stack = stackView(facts({ managed: false, services: null, revision: null }))
    expect(stack).toMatchObject({
      managed: false,
      state: 'running',
      services: [{ name: 'web', desired: 2, running: 2, healthy: 2 }],
    })
  })
})
