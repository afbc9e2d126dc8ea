import { describe, expect, it } from 'vitest'
import { boundHere } from './bound-here'
import type { Subject } from './subject'

const subject = (over: { isGlobal?: boolean; labels?: object; HostConfig?: object } = {}) =>
  ({
    container: { labels: over.labels ?? {} },
    inspect: { HostConfig: over.HostConfig ?? {} },
    isGlobal: over.isGlobal ?? false,
  }) as unknown as Subject

describe('what binds a container to its host', () => {
  it.each([
    [subject(), null],
    [subject({ HostConfig: { NetworkMode: 'host', VolumesFrom: [] } }), null],
    [subject({ isGlobal: true }), 'global'],
    [subject({ labels: { 'com.docker.swarm.task.id': 'x' } }), 'swarm-task'],
    [subject({ HostConfig: { PidMode: 'container:db' } }), 'shares'],
    [subject({ HostConfig: { VolumesFrom: ['db'] } }), 'shares'],
  ])('%#', (given, bound) => expect(boundHere(given)).toBe(bound))
})
