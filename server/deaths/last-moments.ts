// What an engine says of a container that has just ended: how, within which limit, and what it said last.
import type { Container, LogLine } from '@/lib/contract/containers'
import { maskText } from '@/lib/mask'
import type { Engine } from '@/server/docker/engine'
import { containerLogBatches } from '@/server/docker/logs'
import { isAppError } from '@/server/errors'

const mostLines = 40
const longestLine = 1_000
const patienceMs = 5_000

type Inspect = { Config?: { Tty?: boolean }; HostConfig?: { Memory?: number } }
export type LastMoments = { memoryLimitBytes: number; lines: LogLine[] }

const shown = (line: LogLine): LogLine => ({ ...line, text: maskText(line.text).slice(0, longestLine) })

/** Null: the engine cannot say any more. `endedAt` null: it has not ended yet. */
export async function readLastMoments(
  engine: Engine,
  { id }: Pick<Container, 'id'>,
  endedAt: string | null,
): Promise<LastMoments | null> {
  const signal = AbortSignal.timeout(patienceMs)
  // Both at once: it may be about to be removed.
  const inspecting = engine.json<Inspect>('GET', `/containers/${id}/json`, { timeoutMs: patienceMs, signal })
  const tty = inspecting.then(({ Config }) => Config?.Tty === true)
  // Its failure is told by whoever waits for the log, which may have failed before.
  tty.catch(() => undefined)
  // It may run again by now: of what it says since then nothing belongs here.
  const until = endedAt === null ? {} : { until: new Date(Date.parse(endedAt) + 1_000).toISOString() }
  try {
    const lines: LogLine[] = []
    for await (const some of containerLogBatches(engine, id, { tail: mostLines, tty, signal, ...until })) {
      lines.push(...some.map(shown))
    }
    return { memoryLimitBytes: (await inspecting).HostConfig?.Memory ?? 0, lines: lines.slice(-mostLines) }
  } catch (error) {
    if (isAppError(error) || signal.aborted) return null
    throw error
  }
}
