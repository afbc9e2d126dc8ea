import { describe, expect, it } from 'vitest'
import type { Service } from '@/server/compose/model-service'
import { deploy, hosts, images, n1, n2, port } from '@/server/testing/plan-ground'
import { aContainer, aModel, aPlanInput, aService, aSnapshot } from '@/server/testing/stack-builders'
import { planStack } from './plan'

describe('ports that others hold', () => {
  const stranger = (host: typeof n1, hostPort: string) =>
    aContainer(host, `proxy-${host.name}-${hostPort}`, { requestedPorts: [{ port: '80/tcp', hostIp: '', hostPort }] })
  const conflictsOf = (services: Service[], containers = hosts.map((host) => stranger(host, '8080'))) =>
    planStack(aPlanInput(aModel(services), aSnapshot(hosts, { images, containers }))).plan.conflicts

  it('are named with their holders and the next one that is free on all hosts', () => {
    const containers = [...hosts.map((host) => stranger(host, '8080')), stranger(n2, '8081')]
    const services = [aService('other', { ports: [port('8082')] }), aService('web', { ports: [port('8080')] })]
    expect(conflictsOf(services, containers)).toEqual([
      {
        kind: 'port',
        service: 'web',
        published: '8080',
        protocol: 'tcp',
        holders: hosts.map(({ name }) => ({ name: `proxy-${name}-8080`, hostName: name })),
        free: '8083',
      },
    ])
  })

  it('are no conflict while one host has it free', () => {
    expect(conflictsOf([aService('web', { ports: [port('8080')] })], [stranger(n1, '8080')])).toEqual([])
  })

  it('are no conflict where another protocol has them', () => {
    const udp = { ...port('8080'), protocol: 'udp' }
    expect(conflictsOf([aService('web', { ports: [udp] })])).toEqual([])
  })

  it('have no other proposed where the service is in its own way', () => {
    const many = [aService('web', { ports: [port('9000')], deploy: deploy({ replicas: 4 }) })]
    expect(conflictsOf(many, [])).toMatchObject([{ published: '9000', free: null, holders: [{}, {}, {}] }])
  })

  it('are not blamed where another rule keeps the container away', () => {
    const nowhere = deploy({ placement: { constraints: ['node.labels.gpu == yes'] } })
    expect(conflictsOf([aService('web', { ports: [port('8080')], deploy: nowhere })])).toEqual([])
  })
})
