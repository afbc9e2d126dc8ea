// A container's log as lines with their time and stream, live if asked.
import type { LogLine } from '@/lib/contract/containers'
import { parseAddress } from './address'
import type { ContainerInspect } from './api-types'
import { createDemux } from './demux'
import type { Engine } from './engine'
import { connectionFailure } from './failure'

export type LogRequest = {
  follow?: boolean
  /** Lines from the end; absent: all. */
  tail?: number
  /** ISO times. */
  since?: string
  until?: string
  /** Asked from the engine when absent; whoever is asking already gives the promise, and the log is opened meanwhile. */
  tty?: boolean | Promise<boolean>
  signal?: AbortSignal
}

/** A program that never ends its line is shown in pieces. */
const longestLine = 256 * 1024
const stamp = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})) ?/

type Piece = { at: string | null; text: string }

function cutStamp(text: string): Piece {
  const match = stamp.exec(text)
  return match ? { at: match[1] ?? null, text: text.slice(match[0].length) } : { at: null, text }
}

/** Joins what arrives for one stream to lines. `stamped`: each write begins with a time, also in the middle of a line. */
function createLines(stream: LogLine['stream'], stamped: boolean) {
  let pending: Buffer[] = []
  let pendingBytes = 0
  let at: string | null = null
  const finish = (): LogLine => {
    const text = Buffer.concat(pending).toString('utf8').replace(/\r$/, '')
    const line = stamped ? { at, stream, text } : { stream, ...cutStamp(text) }
    pending = []
    pendingBytes = 0
    at = null
    return line
  }
  const push = (payload: Buffer): LogLine[] => {
    const lines: LogLine[] = []
    let rest = payload
    if (stamped) {
      const head = cutStamp(rest.subarray(0, 64).toString('latin1'))
      if (head.at) {
        at ??= head.at
        rest = rest.subarray(Math.min(64, rest.length) - head.text.length)
      }
    }
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      pending.push(rest.subarray(0, end))
      const line = finish()
      lines.push(line)
      rest = rest.subarray(end + 1)
      if (stamped) at = line.at
    }
    if (rest.length === 0) {
      if (pendingBytes === 0) at = null
      return lines
    }
    pending.push(rest)
    pendingBytes += rest.length
    if (pendingBytes > longestLine) lines.push(finish())
    return lines
  }
  const end = (): LogLine[] => (pendingBytes > 0 ? [finish()] : [])
  return { push, end }
}

export async function* containerLogs(engine: Engine, id: string, request: LogRequest = {}): AsyncGenerator<LogLine> {
  for await (const lines of containerLogBatches(engine, id, request)) yield* lines
}

/** The same as it arrives: many lines at a time. */
export async function* containerLogBatches(
  engine: Engine,
  id: string,
  request: LogRequest = {},
): AsyncGenerator<LogLine[]> {
  const { follow = false, tail, since, until, signal } = request
  const path = `/containers/${encodeURIComponent(id)}`
  const passed = signal ? { signal } : {}
  const asked =
    request.tty ??
    (await engine.json<{ Config?: { Tty?: boolean } } & ContainerInspect>('GET', `${path}/json`, passed)).Config
      ?.Tty === true
  const response = await engine.stream('GET', `${path}/logs`, {
    query: {
      stdout: true,
      stderr: true,
      timestamps: true,
      follow,
      tail: tail ?? 'all',
      since: since === undefined ? undefined : Date.parse(since) / 1000,
      until: until === undefined ? undefined : Date.parse(until) / 1000,
    },
    ...passed,
  })
  const raw = createLines('console', false)
  const apart = { stdout: createLines('stdout', true), stderr: createLines('stderr', true) }
  const demux = createDemux()
  try {
    const isTty = await asked
    for await (const chunk of response) {
      const lines = isTty ? raw.push(chunk) : demux(chunk).flatMap(({ stream, payload }) => apart[stream].push(payload))
      if (lines.length > 0) yield lines
    }
    const rest = [...raw.end(), ...apart.stdout.end(), ...apart.stderr.end()]
    if (rest.length > 0) yield rest
  } catch (error) {
    if (!signal?.aborted) throw connectionFailure(error, parseAddress(engine.address))
  } finally {
    response.destroy()
  }
}
