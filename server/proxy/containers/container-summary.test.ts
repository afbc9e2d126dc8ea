import { describe, expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { ageOf, humanDuration, lastingSummary, statusOf, writeSummary } from './container-summary'

const seconds = 1_000
const host = aHost('n1')
/** As a list puts it together. */
const shown = (container: Container, ip: string, nowMs: number) => {
  const { head, sinceMs, tail } = writeSummary(container, ip)
  return JSON.parse(`${head}${ageOf(sinceMs, nowMs)}${tail}}`)
}
const nowMs = Date.parse('2026-01-01T01:00:00Z')

describe('a container in a list', () => {
  it('says its age as Docker does', () => {
    const said = [0, 1, 59, 60, 119, 120, 3599, 3600, 5400, 172_800, 1_209_600, 5_184_000, 63_072_000].map((each) =>
      humanDuration(each * seconds),
    )
    expect(said).toEqual([
      'Less than a second',
      '1 second',
      '59 seconds',
      'About a minute',
      'About a minute',
      '2 minutes',
      '59 minutes',
      'About an hour',
      '2 hours',
      '2 days',
      '2 weeks',
      '2 months',
      '2 years',
    ])
  })

  it('has the name and the address of its host, and its age at each look', () => {
    const web = aContainer(host, 'web', {
      health: 'healthy',
      exposedPorts: ['80/tcp', '81/udp'],
      actualPorts: [
        { port: '80/tcp', hostIp: '0.0.0.0', hostPort: '8080' },
        { port: '80/tcp', hostIp: '::', hostPort: '8080' },
      ],
    })
    expect(shown(web, '10.0.0.1', nowMs)).toMatchObject({
      Names: ['/n1/web'],
      Status: 'Up About an hour (healthy)',
      Ports: [
        { IP: '10.0.0.1', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
        { PrivatePort: 81, Type: 'udp' },
      ],
    })
    expect(shown(web, '10.0.0.2', nowMs + 3_600_000)).toMatchObject({
      Status: 'Up 2 hours (healthy)',
      Ports: [{ IP: '10.0.0.2' }, {}],
    })
    const lost = aContainer(host, 'web', { known: false, state: 'exited' })
    expect(shown(lost, '', nowMs)).toEqual({ ...lastingSummary(lost, ''), Status: statusOf(lost, nowMs) })
    expect(shown(lost, '', nowMs).Status).toBe('Host Down')
  })
})
