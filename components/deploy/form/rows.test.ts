import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mountRow, mountValue, namedVolume } from './mount-rows'
import { freeName, pairEdits, pairRows } from './pair-rows'
import { portFault, portRow, portValue } from './port-rows'

describe('a port as a row', () => {
  it.each([
    ['8080:80', '', '8080', '80', 'tcp'],
    ['127.0.0.1:8080:80/udp', '127.0.0.1', '8080', '80', 'udp'],
    ['[::1]:8080:80', '[::1]', '8080', '80', 'tcp'],
    ['127.0.0.1::80', '127.0.0.1', '', '80', 'tcp'],
    ['${WEB_PORT:-8080}:80', '', '${WEB_PORT:-8080}', '80', 'tcp'],
    ['3000-3005', '', '', '3000-3005', 'tcp'],
    ['80', '', '', '80', 'tcp'],
  ])('%s', (value, hostIp, published, target, protocol) => {
    const row = portRow(value)
    expect(row).toEqual({ hostIp, published, target, protocol, form: 'short' })
    expect(portValue(row)).toBe(value)
  })
  it('keeps what else a long form says, and the kind of its values', () => {
    const old = { target: 80, published: '8080', mode: 'host', name: 'web' }
    const row = portRow(old)
    expect(portValue({ ...row, published: '9090' }, old)).toEqual({
      target: 80,
      published: '9090',
      mode: 'host',
      name: 'web',
    })
  })
  it('names the field at fault', () => {
    expect(portFault(portRow('8080:80'))).toBeNull()
    expect(portFault(portRow('70000:80'))).toBe('published')
    expect(portFault(portRow('8080:'))).toBe('target')
    expect(portFault(portRow('${A}:${B}'))).toBeNull()
  })
  it('writes back any text of ports it read', () => {
    const port = fc.oneof(fc.integer({ min: 1, max: 65535 }).map(String), fc.constantFrom('${A}', '${A:-80}', '80-90'))
    const value = fc
      .tuple(fc.constantFrom('', '127.0.0.1:', '[::1]:'), port, port, fc.constantFrom('', '/udp', '/sctp'))
      .map(([ip, published, target, protocol]) => `${ip}${published}:${target}${protocol}`)
    fc.assert(
      fc.property(value, (given) => {
        expect(portValue(portRow(given))).toBe(given)
      }),
    )
  })
})

describe('a mount as a row', () => {
  it.each([
    ['data:/data', 'data', '/data', false, 'volume'],
    ['./conf:/etc/app:ro,z', './conf', '/etc/app', true, 'bind'],
    ['/cache', '', '/cache', false, 'volume'],
    ['${DATA:-/srv}:/data:ro', '${DATA:-/srv}', '/data', true, 'volume'],
  ])('%s', (value, source, target, readOnly, type) => {
    const row = mountRow(value)
    expect(row).toMatchObject({ source, target, readOnly, type, form: 'short' })
    expect(mountValue(row)).toBe(value)
  })
  it('keeps what else a long form says', () => {
    const old = { type: 'bind', source: './a', target: '/a', bind: { create_host_path: false } }
    expect(mountValue({ ...mountRow(old), readOnly: true }, old)).toEqual({ ...old, read_only: true })
  })
  it('knows which volume must be declared', () => {
    expect(namedVolume(mountRow('data:/data'))).toBe('data')
    expect(namedVolume(mountRow('./data:/data'))).toBeNull()
    expect(namedVolume(mountRow('${DATA}:/data'))).toBeNull()
  })
})

describe('environment as rows', () => {
  it('reads both notations', () => {
    expect(pairRows({ A: 1, B: null, C: 'x=y' })).toEqual([
      { name: 'A', value: '1' },
      { name: 'B', value: null },
      { name: 'C', value: 'x=y' },
    ])
    expect(pairRows(['A=1', 'B', 'C=x=y'])).toEqual([
      { name: 'A', value: '1' },
      { name: 'B', value: null },
      { name: 'C', value: 'x=y' },
    ])
  })
  it('renames without touching the value, and leaves a number a number', () => {
    expect(pairEdits(['e'], { A: 1 }, 0, { name: 'B', value: '1' })).toEqual([
      { kind: 'rename', path: ['e', 'A'], name: 'B' },
    ])
    expect(pairEdits(['e'], ['A=1'], 0, { name: 'A', value: '2' })).toEqual([
      { kind: 'set', path: ['e', 0], value: 'A=2' },
    ])
  })
  it('finds a free name', () => {
    expect(freeName(pairRows(['A', 'NAME', 'NAME_2']), 'NAME')).toBe('NAME_3')
  })
})
