// What a command would do, as far as tests and benchmarks need it: `echo`, `sleep`, `true`, `false`, `exit N`, alone or in
// `sh -c`. Everything else is a service that runs until it is stopped. Pure.

export type Program = {
  output: string[]
  /** Null: it runs until it is stopped. */
  lastsMs: number | null
  exitCode: number
  /** Gives back what it is told: a shell, cat. */
  echoes: boolean
}

const basename = (text: string): string => text.slice(text.lastIndexOf('/') + 1)
const unquoted = (text: string): string => text.replace(/^(['"])(.*)\1$/s, '$2')

export function programOf(words: readonly string[]): Program {
  const [first = '', ...rest] = words
  const name = basename(first)
  if (['sh', 'bash', 'ash'].includes(name) && /^-l?c$/.test(rest[0] ?? '')) return scriptOf(rest[1] ?? '')
  if (['sh', 'bash', 'ash', 'cat'].includes(name) && rest.length === 0) {
    return { output: [], lastsMs: null, exitCode: 0, echoes: true }
  }
  const ended = (exitCode: number, output: string[] = []): Program => ({ output, lastsMs: 0, exitCode, echoes: false })
  if (name === 'true' || name === ':') return ended(0)
  if (name === 'false') return ended(1)
  if (name === 'echo') return ended(0, [rest.map(unquoted).join(' ')])
  if (name === 'exit') return ended(Number(rest[0] ?? 0) & 255)
  if (name === 'sleep' && /^\d+(\.\d+)?s?$/.test(rest[0] ?? '')) {
    return { output: [], lastsMs: Number.parseFloat(rest[0] ?? '0') * 1000, exitCode: 0, echoes: false }
  }
  return { output: [], lastsMs: null, exitCode: 0, echoes: false }
}

const splitWords = (line: string): string[] => line.match(/'[^']*'|"[^"]*"|[^\s'"]+/g) ?? []

/** Step by step: the first that never ends keeps the script, `exit` ends it. */
function scriptOf(script: string): Program {
  const whole: Program = { output: [], lastsMs: 0, exitCode: 0, echoes: false }
  for (const step of script.split(/;|&&|\n/).map((part) => part.trim())) {
    if (step === '') continue
    const words = splitWords(step)
    const part = programOf(words)
    whole.output.push(...part.output)
    whole.exitCode = part.exitCode
    if (part.lastsMs === null) return { ...whole, lastsMs: null, echoes: part.echoes }
    whole.lastsMs = (whole.lastsMs ?? 0) + part.lastsMs
    if (words[0] === 'exit') break
  }
  return whole
}
