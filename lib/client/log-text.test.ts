import { describe, expect, it } from 'vitest'
import { levelOfText, readLogText } from './log-text'
import { sinceInstant } from './use-merged-logs'

describe('what a log line says', () => {
  it('has a level where the writer named one, and none where a word only looks like it', () => {
    expect(levelOfText('ERROR [7] GET / 3 ms')).toBe('error')
    expect(levelOfText('2026-01-01 WARN slow')).toBe('warn')
    expect(levelOfText('time=… level=warning msg=x')).toBe('warn')
    expect(levelOfText('12:00 [error] 7#7: upstream')).toBe('error')
    expect(levelOfText('error: no such file')).toBe('error')
    expect(levelOfText('LOG:  checkpoint complete')).toBe('info')
    expect(levelOfText('GET /error/info 200')).toBeNull()
    expect(levelOfText('informational words about a warning')).toBeNull()
  })

  it('as JSON has a message and fields, its time left to the column of times', () => {
    expect(readLogText('{"level":50,"time":1,"msg":"boom","n":3,"a":{"b":1}}')).toEqual({
      level: 'error',
      json: {
        message: 'boom',
        fields: [
          ['n', '3'],
          ['a', '{"b":1}'],
        ],
      },
    })
    expect(readLogText('{"severity":"WARNING"}')).toEqual({ level: 'warn', json: { message: '', fields: [] } })
    expect(readLogText('{broken}').json).toBeNull()
    expect(readLogText('[1]').json).toBeNull()
  })
})

describe('a time back from now', () => {
  it('becomes a moment when it is asked for', () => {
    expect(sinceInstant('15m', 900_000)).toBe('1970-01-01T00:00:00.000Z')
    expect(sinceInstant('2026-01-01T00:00:00Z', 0)).toBe('2026-01-01T00:00:00Z')
    expect(sinceInstant('', 0)).toBe('')
  })
})
