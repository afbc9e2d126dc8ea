import { describe, expect, test } from 'vitest'
import { formatAddress, formatRange, parseAddress, parseRange } from './cidr'

describe('addresses', () => {
  test.each([
    ['10.0.1.5', '10.0.1.5'],
    ['::', '::'],
    ['::1', '::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:DB8::', '2001:db8::'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::ffff:10.0.0.1', '::ffff:a00:1'],
  ])('%s is written %s', (text, written) => {
    const address = parseAddress(text)
    expect(address && formatAddress(address)).toBe(written)
  })

  test.each([
    '',
    '10.0.1',
    '10.0.1.256',
    '10.0.1.05',
    '10.0.1.5 ',
    '1::2::3',
    '1:2:3',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    '::10.0.0.1:1',
    ':1',
    'fd00::1%eth0',
  ])('"%s" is no address', (text) => {
    expect(parseAddress(text)).toBeNull()
  })

  test.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/', '10.0.0.0/8/8', 'fd00::/129'])(
    '"%s" is no range',
    (text) => {
      expect(parseRange(text)).toBeNull()
    },
  )

  test('host bits are cleared', () => {
    const range = parseRange('10.0.1.77/24')
    expect(range && formatRange(range)).toBe('10.0.1.0/24')
  })
})
