import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAnswer } from './plain-answer'

const written = (body: string, cuts: number[] | null): Buffer => {
  const bytes = Buffer.from(body)
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
  if (cuts === null) {
    return Buffer.concat([Buffer.from(`${head}Content-Length: ${bytes.length}\r\nDate: now\r\n\r\n`), bytes])
  }
  const parts: Buffer[] = [Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n`)]
  let at = 0
  for (const cut of [...cuts, bytes.length]) {
    const piece = bytes.subarray(at, Math.min(bytes.length, at + Math.max(1, cut)))
    if (piece.length > 0) parts.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'))
    at += piece.length
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')])
}
const bodies = fc.array(
  fc.record({ body: fc.string({ unit: 'binary', maxLength: 60 }), cuts: fc.option(fc.array(fc.nat({ max: 9 }))) }),
  { minLength: 1, maxLength: 6 },
)

describe('answers read without an HTTP client', () => {
  it('are the same however they are written and cut on the way', () => {
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (answers, steps) => {
        const stream = Buffer.concat(answers.map(({ body, cuts }) => written(body, cuts)))
        const texts: string[] = []
        let rest: Buffer = Buffer.alloc(0)
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const step = steps[turn % steps.length] as number
          rest = Buffer.concat([rest, stream.subarray(at, at + step)])
          at += step
          for (let answer = readAnswer(rest); answer !== null; answer = readAnswer(rest)) {
            if (answer === 'odd') throw new Error(`odd: ${rest}`)
            texts.push(answer.text)
            rest = rest.subarray(answer.end)
          }
        }
        expect(texts).toEqual(answers.map(({ body }) => Buffer.from(body).toString()))
        expect(rest.length).toBe(0)
      }),
    )
  })

  it.each([
    ['both lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nOK'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nOK'],
    ['no length', 'HTTP/1.1 200 OK\r\n\r\nOK'],
    ['no number', 'HTTP/1.1 200 OK\r\nContent-Length: 2x\r\n\r\nOK'],
    ['a connection that ends', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nOK'],
    ['compression', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n'],
    ['an interim answer', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['an old version', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nOK'],
    ['a body out of its chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOKAY\r\n'],
    ['a chunk with more words', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nOK\r\n'],
    ['no HTTP at all', `SSH-2.0-OpenSSH\r\n\r\n`],
    ['a head without an end', 'x'.repeat(20_000)],
    ['far too much', 'HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n'],
  ])('leaves %s to others', (_, text) => {
    expect(readAnswer(Buffer.from(text))).toBe('odd')
  })
})
