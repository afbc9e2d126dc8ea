import { describe, expect, it } from 'vitest'
import type { RecreationProgress } from '@/lib/contract/recreate'
import { begunRun, brokenRun, foldRecreation } from './recreation-run'

type Step = Extract<RecreationProgress, { kind: 'step' }>
const step = (name: Step['step'], state: Step['state'], detail = ''): Step => ({
  kind: 'step',
  step: name,
  state,
  detail,
})
const run = (...told: RecreationProgress[]) => told.reduce(foldRecreation, begunRun)

describe('a recreation', () => {
  it('has each step once, as it was told last', () => {
    const { steps, end } = run(step('pull', 'running', '1 of 3'), step('pull', 'done'), step('create', 'running'))
    expect(steps.map(({ step: name, state }) => `${name} ${state}`)).toEqual(['pull done', 'create running'])
    expect(end).toBeNull()
  })

  it('keeps its steps at the end, and when the connection breaks', () => {
    const end = { kind: 'end', outcome: 'restored', containerId: 'c1', message: 'it did not start' } as const
    expect(run(step('create', 'failed'), end)).toEqual({ steps: [step('create', 'failed')], end, error: null })
    const error = new Error('cut')
    expect(brokenRun(run(step('stop', 'running')), error)).toEqual({
      steps: [step('stop', 'running')],
      end: null,
      error,
    })
    expect(brokenRun(null, error)).toEqual({ ...begunRun, error })
  })
})
