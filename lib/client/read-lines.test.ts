import { describe, expect, it } from 'vitest'
import { isApiError } from './api'
import { readLines, readValues } from './read-lines'

const answer = (...chunks: (string | Uint8Array)[]) =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks)
          controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk)
        controller.close()
      },
    }),
  )
const collect = async <T>(values: AsyncIterable<T>) => {
  const all: T[] = []
  for await (const value of values) all.push(value)
  return all
}

describe('lines of an answer', () => {
  it('joins what was torn apart, also inside a character', async () => {
    const ae = new TextEncoder().encode('ä')
    expect(await collect(readLines(answer('one\ntw', 'o', ae.slice(0, 1), ae.slice(1), '\n\nlast')))).toEqual([
      'one',
      'twoä',
      'last',
    ])
  })
  it('is empty without a body', async () => {
    expect(await collect(readLines(new Response(null)))).toEqual([])
  })
})

describe('values of an answer', () => {
  it('are parsed line by line', async () => {
    expect(await collect(readValues(answer('{"a":1}\n{"a":2}\n')))).toEqual([{ a: 1 }, { a: 2 }])
  })
  it('end with the failure that a line tells', async () => {
    const failing = collect(
      readValues(answer('{"a":1}\n{"error":{"code":"host_unreachable","message":"n1 is gone"}}\n')),
    )
    await expect(failing).rejects.toSatisfy((error) => isApiError(error) && error.code === 'host_unreachable')
  })
})
