import { describe, expect, it } from 'vitest'
import { createLog, formatLogLine, type LogLevel } from './log'

const logged = (level: LogLevel, write: (log: ReturnType<typeof createLog>) => void): string => {
  let text = ''
  write(createLog(level, { write: (line) => (text += line) }))
  return text
}

describe('the log', () => {
  it('writes from its level on', () => {
    const text = logged('warn', (log) => {
      log.info({}, 'one')
      log.warn({}, 'two')
    })
    expect(text).toContain('two')
    expect(text).not.toContain('one')
  })

  it('keeps no secret, neither in fields nor in errors', () => {
    const text = logged('info', (log) => {
      log.info({ password: 'x1', config: { apiKey: 'x2', url: 'redis://:x3@db' }, env: ['TOKEN=x4'] }, 'fields')
      log.error({ err: new Error('cannot reach postgres://u:x5@db') }, 'error')
      log.child({ host: 'kiel-1' }).info({ secret: 'x6' }, 'child')
    })
    expect(text).not.toMatch(/x[1-6]/)
    expect(text).toContain('"host":"kiel-1"')
    expect(text).toContain('cannot reach postgres://u:')
  })

  it('is short lines for people', () => {
    const line = logged('info', (log) => log.warn({ host: 'kiel-1', tries: 3 }, 'no answer'))
    expect(formatLogLine(line)).toMatch(/^\d\d:\d\d:\d\d\.\d{3} warn {2}no answer host=kiel-1 tries=3\n$/)
    const failed = logged('info', (log) => log.error({ err: new Error('boom') }, 'failed'))
    expect(formatLogLine(failed)).toMatch(/error failed\nError: boom\n {4}at /)
  })
})
