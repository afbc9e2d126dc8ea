import { describe, expect, it } from 'vitest'
import { createReader, createWriter, framed, splitFrames } from '../zookeeper/jute'
import { entriesIn as inConsul } from './consul'
import { entriesIn as inV2 } from './etcd-v2'
import { entriesIn as inV3 } from './etcd-v3'
import { lowest } from './zookeeper'

const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('what a store answers', () => {
  it('is the key itself and what lies below it, and no neighbour', () => {
    const expected = new Map([
      ['', 'self'],
      ['a:1', 'a:1'],
    ])
    const pairs = [
      ['p/nodes', 'self'],
      ['p/nodes/a:1', 'a:1'],
      ['p/nodes-old', 'no'],
    ] as const
    expect(
      inV3(
        'p/nodes',
        pairs.map(([key, value]) => ({ key: base64(key), value: base64(value) })),
      ),
    ).toEqual(expected)
    expect(
      inConsul(
        'p/nodes',
        pairs.map(([Key, value]) => ({ Key, Value: base64(value) })),
      ),
    ).toEqual(expected)
    expect(inConsul('p/nodes', [{ Key: 'p/nodes/', Value: null }])).toEqual(new Map())
    const node = { key: '/p/nodes', dir: true, nodes: [{ key: '/p/nodes/a:1', value: 'a:1' }] }
    expect(inV2('p/nodes', node)).toEqual(new Map([['a:1', 'a:1']]))
    expect(inV2('p/leader', { key: '/p/leader', value: 'self' })).toEqual(new Map([['', 'self']]))
    expect([inV2('p', undefined), inV3('p')]).toEqual([new Map(), new Map()])
  })
  it('names the holder of a numbered lock, whoever made the nodes', () => {
    expect(lowest(['lotse-lock-0000000012', '_c_f00-lock-0000000007', 'lotse-lock-0000000100'])).toBe(
      '_c_f00-lock-0000000007',
    )
    expect(lowest([])).toBeUndefined()
  })
})

describe('jute', () => {
  it('reads what it writes', () => {
    const bytes = createWriter()
      .int(-3)
      .long(2n ** 60n)
      .text('straße')
      .buffer(Buffer.from([1, 2]))
      .int(2)
      .text('a')
      .text('')
      .done()
    const reader = createReader(bytes)
    expect([reader.int(), reader.long(), reader.text(), [...reader.buffer()], reader.texts()]).toEqual([
      -3,
      2n ** 60n,
      'straße',
      [1, 2],
      ['a', ''],
    ])
    expect(() => reader.int()).toThrow('cut short')
  })
  it('cuts a stream into frames wherever it was cut on the way', () => {
    const whole = Buffer.concat([framed(Buffer.from('one')), framed(Buffer.alloc(0)), framed(Buffer.from('three'))])
    for (let at = 0; at <= whole.length; at += 1) {
      const first = splitFrames(whole.subarray(0, at))
      const second = splitFrames(Buffer.concat([first.rest, whole.subarray(at)]))
      expect([...first.frames, ...second.frames].map(String)).toEqual(['one', '', 'three'])
    }
    expect(() => splitFrames(Buffer.from('HTTP/1.1 400'))).toThrow('does not speak')
  })
})
