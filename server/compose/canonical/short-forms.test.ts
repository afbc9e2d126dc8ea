import { describe, expect, it } from 'vitest'
import { parseBytes } from '@/lib/parse-bytes'
import { durationNanoseconds, formatDuration } from '../duration'
import { isIpAddress, isSubnet } from './addresses'
import { splitCommand } from './command'
import { parseMount } from './mounts'
import { parsePort } from './ports'

describe('parsePort', () => {
  const short = (text: string) => {
    const parsed = parsePort(text)
    return Array.isArray(parsed)
      ? parsed.map(({ hostIp, published, target, protocol }) => `${hostIp}|${published}|${target}|${protocol}`)
      : parsed.message
  }

  it.each([
    ['80', ['||80|tcp']],
    ['8080:80/udp', ['|8080|80|udp']],
    ['127.0.0.1:8080:80', ['127.0.0.1|8080|80|tcp']],
    ['127.0.0.1::80', ['127.0.0.1||80|tcp']],
    ['[::1]:8080:80', ['::1|8080|80|tcp']],
    ['80-81', ['||80|tcp', '||81|tcp']],
    ['8080-8081:80-81', ['|8080|80|tcp', '|8081|81|tcp']],
    ['8080-8090:80', ['|8080-8090|80|tcp']],
    ['22:22', ['|22|22|tcp']],
  ])('%s', (text, expected) => expect(short(text)).toEqual(expected))

  it.each([
    '80:',
    '',
    ':',
    '80a:80',
    '80:70000',
    '80:0',
    '8080-8085:80-82',
    '90-80:80',
    '80:80/icmp',
    '999.1.1.1:80:80',
    '1:2:3:4',
  ])('%j is refused with a reason', (text) => expect(typeof short(text)).toBe('string'))
})

describe('parseMount', () => {
  it.each([
    ['/data', { source: '', target: '/data', readOnly: false }],
    ['db:/data', { source: 'db', target: '/data' }],
    ['./a:/b:ro,z', { source: './a', target: '/b', readOnly: true, selinux: 'z' }],
    ['C:\\a:/b', { source: 'C:\\a', target: '/b' }],
    ['C:/a:/b:ro', { source: 'C:/a', target: '/b', readOnly: true }],
    ['v:/data', { source: '', target: 'v:/data' }],
    ['ab:/b:nocopy,rslave', { nocopy: true, propagation: 'rslave' }],
    ['ab:/b:what', { unknown: ['what'] }],
  ])('%s', (text, expected) => expect(parseMount(text)).toMatchObject(expected))

  it.each(['', ':/a', 'a::/b', 'ab:/b:ro:z'])('%j is refused', (text) => expect(typeof parseMount(text)).toBe('string'))
})

describe('splitCommand', () => {
  it.each([
    ['a b', ['a', 'b']],
    ["sh -c 'a && b'", ['sh', '-c', 'a && b']],
    ['a "b c" d\\ e', ['a', 'b c', 'd e']],
    ['a ""', ['a', '']],
    ['a\n  b', ['a', 'b']],
    ['', []],
  ])('%j', (text, words) => expect(splitCommand(text)).toEqual({ words, dropped: '' }))

  it('ends at an operator and says what it drops', () => {
    expect(splitCommand('up && finish')).toEqual({ words: ['up'], dropped: '&& finish' })
    expect(splitCommand('run 2>&1')).toEqual({ words: ['run'], dropped: '2>&1' })
  })

  it('passes operators on in v1', () =>
    expect(splitCommand('up && finish', true)?.words).toEqual(['up', '&&', 'finish']))

  it.each(['"a', "'a", 'a\\', '(a)'])('%j has no partner', (text) => expect(splitCommand(text)).toBeUndefined())
})

describe('sizes, durations and addresses', () => {
  it.each([
    ['512m', 536870912],
    ['1.5g', 1610612736],
    ['64kb', 65536],
    ['1 GiB', 1073741824],
    ['10', 10],
    ['512Q', undefined],
    ['', undefined],
    ['-1', undefined],
  ])('%s', (text, bytes) => expect(parseBytes(text)).toBe(bytes))

  it.each([
    ['90s', '1m30s'],
    ['1h', '1h0m0s'],
    ['1.5s', '1.5s'],
    ['500ms', '500ms'],
    ['10us', '10µs'],
    ['0', '0s'],
    ['1h1m1.001s', '1h1m1.001s'],
  ])('%s is %s', (text, canonical) => expect(formatDuration(durationNanoseconds(text) ?? -1)).toBe(canonical))

  it.each(['3 seconds', 'soon', '', '5', '1d', '999999999999h'])('%j is no duration', (text) =>
    expect(durationNanoseconds(text)).toBeUndefined(),
  )

  it.each(['10.0.0.1', '::1', 'fe80::1%eth0', '2001:db8::8:800:200c:417a', '::ffff:10.0.0.1'])(
    '%s is an address',
    (text) => expect(isIpAddress(text)).toBe(true),
  )
  it.each(['10.0.0.256', '10.0.0', 'host', '1::2::3', '10.0.0.01', ''])('%j is none', (text) =>
    expect(isIpAddress(text)).toBe(false),
  )

  it('tells subnets', () => {
    expect(['10.0.0.0/24', 'fd00::/64'].every(isSubnet)).toBe(true)
    expect(['10.0.0.300/24', '10.0.0.0', '10.0.0.0/33', '10.0.0.0/24/1'].some(isSubnet)).toBe(false)
  })
})
