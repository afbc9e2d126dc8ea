import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PortBinding } from '@/lib/contract/containers'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { portMapOf } from './port-map'

const hosts = [aHost('n1', { swarm: 'none' }), aHost('n22', { swarm: 'none' })]
const [n1, n2] = hosts as [(typeof hosts)[0], (typeof hosts)[0]]
const on = (hostPort: string, port = '80/tcp', hostIp = '0.0.0.0'): PortBinding => ({ port, hostIp, hostPort })
const ask = { wanted: 8080, protocol: 'tcp' as const }
const portsOf = (map: ReturnType<typeof portMapOf>) => map.rows.map(({ port, protocol }) => `${port}/${protocol}`)

test('each port has its holders, both families once, and the engine’s own', () => {
  const web = aContainer(n1, 'web', {
    stack: 'shop',
    service: 'web',
    actualPorts: [on('8080'), on('8080', '80/tcp', '::'), on('53', '53/udp', '127.0.0.1')],
  })
  const map = portMapOf(hosts, [web], ask)
  expect(portsOf(map)).toEqual(['53/udp', '2375/tcp', '8080/tcp'])
  expect(map.rows[2]?.holders).toMatchObject([
    { kind: 'open', name: 'shop/web', hostName: 'n1', hostIp: '', target: '80/tcp' },
  ])
  expect(map.rows[1]?.holders.map(({ kind, hostName }) => `${kind} ${hostName}`)).toEqual(['engine n1', 'engine n22'])
  expect(map.free).toEqual({ wanted: 8080, protocol: 'tcp', freeOn: ['n22'], heldOn: ['n1'], everywhere: 8081 })
})

test('one that does not run waits, and two for one address are told', () => {
  const map = portMapOf(
    hosts,
    [
      aContainer(n1, 'old', { state: 'exited', requestedPorts: [on('8080', '80/tcp', '')] }),
      aContainer(n1, 'new', { actualPorts: [on('8080', '80/tcp', '10.0.0.5')] }),
      aContainer(n2, 'far', { actualPorts: [on('8080')] }),
    ],
    ask,
  )
  const row = map.rows.find(({ port }) => port === 8080)
  expect(row?.holders.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['waiting old', 'open new', 'open far'])
  expect(row?.contestedOn).toEqual(['n1'])
})

test('the host’s own network counts, ranges and unset ports do not', () => {
  const map = portMapOf(
    [n1],
    [
      aContainer(n1, 'exporter', { networkMode: 'host', exposedPorts: ['9100/tcp'] }),
      aContainer(n1, 'range', { state: 'exited', requestedPorts: [on('9000-9010'), on('')] }),
    ],
    ask,
  )
  expect(map.rows.find(({ port }) => port === 9100)?.holders).toMatchObject([{ kind: 'host-network' }])
  expect(portsOf(map)).toEqual(['2375/tcp', '9100/tcp'])
})

test('members of a Swarm hold its ports', () => {
  const map = portMapOf([aHost('m', { swarm: 'manager' })], [], ask)
  expect(portsOf(map)).toEqual(['2375/tcp', '2377/tcp', '4789/udp', '7946/tcp', '7946/udp'])
})

test('the port that is free everywhere is the first one that nobody holds', () => {
  const taken = fc.array(fc.record({ port: fc.integer({ min: 8000, max: 8030 }), host: fc.nat(1) }), { maxLength: 40 })
  fc.assert(
    fc.property(taken, fc.integer({ min: 7990, max: 8031 }), (held, wanted) => {
      const containers = held.map(({ port, host }, index) =>
        aContainer(hosts[host]!, `c${index}`, { id: `c${index}`, actualPorts: [on(String(port))] }),
      )
      const { free } = portMapOf(hosts, containers, { wanted, protocol: 'tcp' })
      const ports = new Set(held.map(({ port }) => port))
      expect(ports.has(free.everywhere!)).toBe(false)
      for (let port = wanted; port < free.everywhere!; port++) expect(ports.has(port)).toBe(true)
      expect(free.freeOn.length + free.heldOn.length).toBe(hosts.length)
    }),
  )
})
