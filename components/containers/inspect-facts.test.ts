import { describe, expect, it } from 'vitest'
import { inspectFacts } from './inspect-facts'

describe('facts of an inspect answer', () => {
  it('reads what is there', () => {
    const facts = inspectFacts({
      Config: {
        Env: ['A=1=2', 'EMPTY='],
        Cmd: ['worker'],
        Entrypoint: ['/app'],
        Healthcheck: { Test: ['CMD-SHELL', 'true'] },
      },
      HostConfig: { Memory: 1024, NanoCpus: 5e8, RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } },
    })
    expect(facts).toMatchObject({
      env: [
        { name: 'A', value: '1=2' },
        { name: 'EMPTY', value: '' },
      ],
      command: '/app worker',
      memoryLimitBytes: 1024,
      cpuLimit: 0.5,
      restartPolicy: 'on failure, at most 3 times',
      healthTest: 'true',
    })
    const policy = { HostConfig: { RestartPolicy: { Name: 'unless-stopped' } } }
    expect(inspectFacts(policy, 'de')?.restartPolicy).toBe('außer nach Stopp')
  })

  it('survives what engines leave out or send otherwise', () => {
    expect(inspectFacts(null)).toBeNull()
    expect(inspectFacts({})).toMatchObject({ env: [], restartPolicy: 'never', healthTest: null })
    expect(
      inspectFacts({ Config: { Env: null, Cmd: 7 }, HostConfig: 'odd', State: { Health: { Log: null } } }),
    ).toMatchObject({
      env: [],
      command: '',
      healthRuns: [],
    })
  })
})
