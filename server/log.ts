// The one log: JSON lines for machines, short lines on a terminal. Secret-looking fields are masked before they are written.
import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'
import { maskDeep, maskText } from '@/lib/mask'

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]
type LogMethod = (fields: object, message?: string) => void
export type Log = {
  debug: LogMethod
  info: LogMethod
  warn: LogMethod
  error: LogMethod
  child(bindings: Record<string, unknown>): Log
}

const own = new Set(['level', 'time', 'msg', 'err', 'pid', 'hostname'])
const names: Record<number, string> = { 20: 'debug', 30: 'info ', 40: 'warn ', 50: 'error' }

/** One JSON line of pino as a line for people: time, level, message, then the fields as key=value. */
export const formatLogLine = (json: string): string => {
  const entry = JSON.parse(json) as Record<string, unknown> & { level: number; time: number; err?: { stack?: string } }
  const fields = Object.entries(entry)
    .filter(([key]) => !own.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  const time = new Date(entry.time).toISOString().slice(11, 23)
  const head = [time, names[entry.level] ?? entry.level, entry.msg ?? '', ...fields].join(' ')
  return entry.err?.stack ? `${head}\n${entry.err.stack}\n` : `${head}\n`
}

const terminal: DestinationStream = { write: (line) => process.stdout.write(formatLogLine(line)) }

export const createLog = (level: LogLevel, destination?: DestinationStream): Log => {
  const logger: Logger = pino(
    {
      level,
      base: null,
      formatters: { log: (fields) => maskDeep(fields) as Record<string, unknown> },
      serializers: {
        err: (error: unknown) => {
          const plain = stdSerializers.err(error as Error)
          return { type: plain.type, message: maskText(String(plain.message)), stack: maskText(String(plain.stack)) }
        },
      },
    },
    destination ?? (process.stdout.isTTY ? terminal : pino.destination({ dest: 1, sync: true })),
  )
  return logger
}
