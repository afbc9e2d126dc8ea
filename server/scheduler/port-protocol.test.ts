import { describe, expect, it } from 'vitest'
import { placedContainer } from './placed-container'
import { protocolOf } from './port-protocol'
import { schedule } from './schedule'
import { addContainer, createPlacementState } from './state-changes'
import { aHost } from './testdata/cluster'

describe('the protocol of a port', () => {
  it.each([
    ['53/udp', 'udp'],
    ['53/tcp', 'tcp'],
    ['53', 'tcp'],
    ['53/UDP', 'udp'],
    ['132/sctp', 'sctp'],
    ['', 'tcp'],
  ])('of %j is %s', (port, protocol) => {
    expect(protocolOf(port)).toBe(protocol)
  })

  it.each([
    ['53/udp', '53/tcp', true],
    ['53/udp', '53', true],
    ['53/UDP', '53/udp', false],
    ['53', '53/tcp', false],
    ['53/sctp', '53/udp', true],
  ])('tells ports of one number apart on a host: %s beside %s is taken: %s', (held, asked, placed) => {
    const state = createPlacementState([aHost('n1')])
    const binding = (port: string) => [{ port, hostIp: '', hostPort: '53' }]
    addContainer(state, 'id-n1', placedContainer({ portBindings: binding(held) }, 'holder'))
    expect(schedule(state, { portBindings: binding(asked) }, { strategy: 'spread' }).placed).toBe(placed)
  })
})
