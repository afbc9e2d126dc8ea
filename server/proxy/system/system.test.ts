import { describe, expect, it } from 'vitest'
import { aHost } from '@/server/testing/stack-builders'
import { offeredVersions } from './api-versions'
import { bytesSize, systemStatus } from './system-status'

const speaking = (apiVersion: string, minApiVersion = '1.24') => {
  const host = aHost('n1')
  return { ...host, engine: host.engine && { ...host.engine, apiVersion, minApiVersion } }
}

describe('the versions on offer', () => {
  it('are those that every engine understands', () => {
    expect(offeredVersions([])).toEqual({ newest: '1.51', oldest: '1.24' })
    expect(offeredVersions([speaking('1.41'), speaking('1.45')])).toEqual({ newest: '1.41', oldest: '1.24' })
    expect(offeredVersions([speaking('1.52', '1.44'), speaking('1.51')])).toEqual({ newest: '1.51', oldest: '1.44' })
    expect(offeredVersions([speaking('1.52', '1.44'), speaking('1.40')])).toEqual({ newest: '1.40', oldest: '1.40' })
  })
})

describe('the lines of docker info', () => {
  it('are those of classic Swarm', () => {
    const down = { ...aHost('n10', { state: 'unreachable' }), stateReason: 'no route' }
    const up = {
      ...aHost('n2', { labels: { storage: 'ssd', a: '1' } }),
      reserved: { cpus: 1, memoryBytes: 20 * 2 ** 20 },
      containers: { total: 3, running: 2, paused: 0, stopped: 1 },
    }
    const pairs = systemStatus([up, down], { strategy: 'spread' })
    expect(pairs.slice(0, 5)).toEqual([
      ['Role', 'primary'],
      ['Strategy', 'spread'],
      ['Filters', 'health, port, containerslots, dependency, affinity, constraint, whitelist'],
      ['Nodes', '2'],
      [' n10', '10.0.0.3:2375'],
    ])
    const text = pairs.map(([key, value]) => `${key}: ${value}`).join('\n')
    expect(text).toContain('  └ Status: Unhealthy\n  └ Containers: 0\n')
    expect(text).toContain('  └ Error: no route')
    expect(text).toContain(
      ' n2: 10.0.0.2:2375\n  └ ID: engine-n2\n  └ Status: Healthy\n  └ Containers: 3 (2 Running, 0 Paused, 1 Stopped)\n  └ Reserved CPUs: 1 / 4\n  └ Reserved Memory: 20 MiB / 7.451 GiB\n  └ Labels: a=1, storage=ssd\n',
    )
  })

  it('say sizes as Docker does', () => {
    expect([0, 1023, 20 * 2 ** 20, 25_282_871_296].map(bytesSize)).toEqual(['0 B', '1023 B', '20 MiB', '23.55 GiB'])
  })
})
