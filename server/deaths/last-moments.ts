// What an engine says of a container that has just ended: how, within which limit, and what it said last.
import type { Container, LogLine } from '@/lib/contract/containers'
import { maskText } from '@/lib/mask'
import type { Engine } from '@/server/docker/engine'
import { containerLogBatches } from '@/server/docker/logs'
import { isAppError } from '@/server/errors'

const mostLines = 40
const longestLine = 1_000
const patienceMs = 5_000

type Inspect = {
  Config?: { Tty?: boolean }
  HostConfig?: { Memory?: number }
  State?: { ExitCode?: number; OOMKilled?: boolean; FinishedAt?: string }
}
export type LastMoments = {
  exitCode: number | null
  oomKilled: boolean
  memoryLimitBytes: number
  lines: LogLine[]
}

const shown = (line: LogLine): LogLine => ({ ...line, text: maskText(line.text).slice(0, longestLine) })

export async function readLastMoments(engine: Engine, container: Container): Promise<LastMoments> {
  const { id, exitCode, oomKilled, finishedAt } = container
  const known = { exitCode, oomKilled, memoryLimitBytes: 0, lines: [] }
  const signal = AbortSignal.timeout(patienceMs)
  try {
    const inspect = await engine.json<Inspect>('GET', `/containers/${id}/json`, { timeoutMs: patienceMs, signal })
    // It may run again by now: of what it says since then nothing belongs here.
    const until = finishedAt === null ? undefined : new Date(Date.parse(finishedAt) + 1_000).toISOString()
    const request = { tail: mostLines, tty: inspect.Config?.Tty === true, signal }
    const lines: LogLine[] = []
    for await (const some of containerLogBatches(engine, id, until === undefined ? request : { ...request, until })) {
      lines.push(...some.map(shown))
    }
    return { ...known, memoryLimitBytes: inspect.HostConfig?.Memory ?? 0, lines: lines.slice(-mostLines) }
  } catch (error) {
    if (isAppError(error) || signal.aborted) return known
    throw error
  }
}
