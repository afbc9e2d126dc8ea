import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entry, field } from '@/server/testing/buildkit'
import { askedOfSolve } from './asked'
import { framed, messageOf } from './grpc'
import { expressionsIn, readFrontendOptions, readRef, readSolve } from './messages'

describe('a message of BuildKit', () => {
  it('says which build, which session, what comes out and what it is built with', () => {
    const exporter = Buffer.concat([field(1, 'moby'), entry(2, 'name', 'a:1,b:2'), entry(2, 'push', 'true')])
    const message = Buffer.concat([
      field(1, 'ref'),
      Buffer.from([0x58, 0x01]),
      field(5, 's'.repeat(300)),
      field(9, 'network.host'),
      entry(7, 'build-arg:constraint:node', '=n2'),
      field(13, exporter),
    ])
    expect(readSolve(message)).toEqual({
      ref: 'ref',
      session: 's'.repeat(300),
      isWhole: false,
      attrs: { 'build-arg:constraint:node': '=n2' },
      names: ['a:1', 'b:2'],
    })
    expect(askedOfSolve(message)).toEqual({
      attrs: { 'build-arg:constraint:node': '=n2' },
      outputs: [
        { type: '', attrs: {} },
        { type: 'moby', attrs: { name: 'a:1,b:2', push: 'true' } },
      ],
      cacheOutputs: [],
      cacheInputs: [],
      sources: [],
      cgroupParents: [],
      entitlements: ['network.host'],
    })
    expect(readSolve(Buffer.concat([message, field(6, 'dockerfile.v0')])).isWhole).toBe(true)
    expect(readSolve(Buffer.concat([message, entry(4, 'name', 'old:1')])).names).toEqual(['old:1', 'a:1', 'b:2'])
    expect(readRef(field(1, 'build'))).toBe('build')
  })

  it('has expressions of classic Swarm among its build arguments', () => {
    const options = readFrontendOptions(
      Buffer.concat([
        entry(3, 'build-arg:constraint:storage', '=ssd'),
        entry(3, 'build-arg:X', '1'),
        entry(3, 'y', '2'),
      ]),
    )
    expect(expressionsIn(options)).toEqual(['constraint:storage==ssd'])
  })

  it('hides nothing from whoever looks that its builder reads', () => {
    // 9 and 2^32: older builders keep the lower half, 9.
    const far = Buffer.from([0xca, 0x80, 0x80, 0x80, 0x80, 0x01, 12, ...Buffer.from('network.host')])
    for (const read of [readSolve, askedOfSolve])
      expect(() => read(Buffer.concat([field(1, 'ref'), far]))).toThrow('there is no field')
    // They also take the value of an entry for a text whatever kind it says that it is.
    const odd = Buffer.concat([
      field(1, 'force-network-mode'),
      Buffer.from([0x11, 4, ...Buffer.from('host'), 0x18, 0x80, 0]),
    ])
    expect(() => readSolve(field(7, odd))).toThrow('is no text')
    expect(askedOfSolve(Buffer.from([0x70, 0x01])).outputs.map(({ type }) => type)).toEqual([
      '',
      'what its session says',
    ])
  })

  it('that is none is refused, and never more', () => {
    for (const bytes of [[0x0a, 0xff], [0x0a, 5, 1], [0x0f], [0x80], Array(20).fill(0xff)]) {
      expect(() => readSolve(Buffer.from(bytes))).toThrow()
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readSolve(Buffer.from(bytes))
        } catch (error) {
          expect((error as Error).message).toMatch(/ends in a number|cut short|no field|no text/)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('comes in a frame', () => {
    expect(messageOf(framed(Buffer.from('abc'))).toString()).toBe('abc')
    for (const bytes of [[], [1, 0, 0, 0, 0], [0, 0, 0, 0, 9, 1]]) expect(() => messageOf(Buffer.from(bytes))).toThrow()
  })
})
