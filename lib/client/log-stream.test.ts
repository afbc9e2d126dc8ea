import { describe, expect, it } from 'vitest'
import { createLineSplitter } from './log-stream'
import { readLogLine } from './read-log-line'

describe('log stream', () => {
  it('puts lines together that arrive in pieces', () => {
    const split = createLineSplitter()
    expect(split('{"a":1}\n{"b"')).toEqual(['{"a":1}'])
    expect(split(':2}\n\n{"c":3}')).toEqual(['{"b":2}'])
    expect(split('\n')).toEqual(['{"c":3}'])
  })

  it('tells a line from the failure that ends the stream', () => {
    const line = { at: '2026-11-24T14:32:07.123456789Z', stream: 'stdout', text: 'hello' }
    expect(readLogLine(JSON.stringify(line))).toEqual(line)
    const failure = { error: { code: 'host_unreachable', message: 'kiel-2 does not answer' } }
    expect(() => readLogLine(JSON.stringify(failure))).toThrow('kiel-2 does not answer')
  })
})
