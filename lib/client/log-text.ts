// What a log line says: its level, and the message and fields of a JSON line. Pure; asked only of lines in sight.

export type LogLevel = 'error' | 'warn' | 'info' | 'debug'
export type LogReading = {
  level: LogLevel | null
  /** Of a JSON line; null: it is plain text. */
  json: { message: string; fields: [name: string, value: string][] } | null
}

const levelOf: Record<string, LogLevel> = {
  fatal: 'error',
  panic: 'error',
  emerg: 'error',
  emergency: 'error',
  alert: 'error',
  crit: 'error',
  critical: 'error',
  severe: 'error',
  error: 'error',
  err: 'error',
  warn: 'warn',
  warning: 'warn',
  notice: 'info',
  info: 'info',
  information: 'info',
  log: 'info',
  debug: 'debug',
  trace: 'debug',
  verbose: 'debug',
}
const names = Object.keys(levelOf).filter((name) => name !== 'log')
/** In capitals wherever a line begins; small only where nothing else can be meant. */
const loud = new RegExp(`\\b(${names.join('|').toUpperCase()})\\b|\\b(LOG):`)
const quiet = new RegExp(
  `(?:\\b(?:level|lvl|severity)["']?[=:]\\s?["']?|[[<(|]\\s?)(${names.join('|')})\\b|^\\W{0,3}(${names.join('|')})\\s?[:\\]]`,
  'i',
)
const looked = 160

export function levelOfText(text: string): LogLevel | null {
  const head = text.slice(0, looked)
  const match = loud.exec(head) ?? quiet.exec(head)
  const name = match?.[1] ?? match?.[2]
  return (name && levelOf[name.toLowerCase()]) || null
}

const levelKeys = ['level', 'lvl', 'severity', 'log.level', 'levelname', '@l', 'loglevel']
const messageKeys = ['msg', 'message', '@m', 'event', 'log', 'text']
const timeKeys = new Set(['time', 'ts', 'timestamp', '@timestamp', '@t', 'datetime'])

/** Numbers as pino and bunyan write them. */
function levelOfValue(value: unknown): LogLevel | null {
  if (typeof value === 'number') return value >= 50 ? 'error' : value >= 40 ? 'warn' : value >= 30 ? 'info' : 'debug'
  return typeof value === 'string' ? (levelOf[value.toLowerCase()] ?? null) : null
}

function parseObject(text: string): Record<string, unknown> | null {
  const trimmed = text.trim()
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return null
  try {
    return JSON.parse(trimmed) as Record<string, unknown>
  } catch {
    return null
  }
}

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** `text` without colours. */
export function readLogText(text: string): LogReading {
  const object = parseObject(text)
  if (object === null) return { level: levelOfText(text), json: null }
  const own = (keys: string[]) => keys.find((key) => Object.hasOwn(object, key) && object[key] !== '')
  const levelKey = own(levelKeys)
  const messageKey = own(messageKeys.filter((key) => typeof object[key] === 'string'))
  const fields = Object.entries(object)
    .filter(([key]) => key !== levelKey && key !== messageKey && !timeKeys.has(key))
    .map(([key, value]): [string, string] => [key, valueText(value)])
  return {
    level: levelKey === undefined ? null : levelOfValue(object[levelKey]),
    json: { message: messageKey === undefined ? '' : String(object[messageKey]), fields },
  }
}
