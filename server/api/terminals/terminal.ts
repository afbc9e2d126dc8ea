// One shell that outlives the connections to it: its output is counted and kept for a while, its input counted, and both are
// held back while the other side does not keep up.
import { randomUUID } from 'node:crypto'
import type { TerminalCommand, TerminalEnd, TerminalNotice } from '@/lib/contract/terminals'
import type { Engine } from '@/server/docker/engine'
import { execState, hangUp, openExec, resizeExec, type TerminalSize, terminalMark } from '@/server/docker/exec'
import { createReplay } from './replay'

export type TerminalEnding = { reason: TerminalEnd; exitCode: number | null }

/** One connection that shows a terminal. */
export type Viewer = {
  output(bytes: Buffer): void
  notice(notice: TerminalNotice): void
}

export type Terminal = {
  readonly id: string
  readonly containerId: string
  readonly ownerId: string
  readonly shell: string
  readonly user: string
  /** Takes the place of a viewer that was there. Output from byte `from` on follows at once, as far as it is kept. */
  attach(viewer: Viewer, from: number): void
  detach(viewer: Viewer): void
  /** False: more than the shell takes; whoever sends on regardless is to be cut off. */
  input(bytes: Buffer): boolean
  /** Bytes of input that have arrived. */
  taken(): number
  shown(bytes: number): void
  resize(size: TerminalSize): void
  end(reason: TerminalEnd): Promise<void>
  readonly ended: Promise<TerminalEnding>
}

export type TerminalOptions = TerminalSize & {
  engine: Engine
  containerId: string
  ownerId: string
  shell: string
  user: string
  epoch: string
  /** Whether the container runs, as the index has it. */
  isContainerRunning: () => boolean
  /** How long it lives without a viewer. */
  patienceMs?: number
}

const keptBytes = 1024 * 1024
/** Unseen output at which the engine is held back, and at which it goes on. */
const windowBytes = 256 * 1024
const lowBytes = 64 * 1024
const mostWaitingInput = 1024 * 1024
const defaultPatienceMs = 120_000
/** The event of a container's death may come after the end of its shells. */
const deathKnownMs = 300

export const openTerminal = async (options: TerminalOptions): Promise<Terminal> => {
  const { engine, containerId, ownerId, shell, user, epoch, cols, rows } = options
  const id = randomUUID()
  const env = ['TERM=xterm-256color', 'COLORTERM=truecolor', terminalMark(id)]
  const exec = await openExec(engine, { containerId, command: [shell], user, env, cols, rows })
  const { stream } = exec
  const replay = createReplay(keptBytes)
  let viewer: Viewer | null = null
  let shownTo = 0
  let taken = 0
  let size: TerminalSize = { cols, rows }
  let isOver = false
  let abandoning: ReturnType<typeof setTimeout> | undefined
  let finish: (ending: TerminalEnding) => void = () => {}
  const ended = new Promise<TerminalEnding>((resolve) => {
    finish = resolve
  })

  const close = (ending: TerminalEnding) => {
    clearTimeout(abandoning)
    stream.destroy()
    viewer?.notice({ type: 'ended', ...ending })
    viewer = null
    finish(ending)
  }
  const end = async (reason: TerminalEnd) => {
    if (isOver) return
    isOver = true
    clearTimeout(abandoning)
    // Best effort: a host that is gone cannot be told.
    await hangUp(engine, { containerId, shell, user, terminalId: id }).catch(() => undefined)
    close({ reason, exitCode: null })
  }
  /** The stream is over: by the shell's end, the container's, or the connection's. */
  /** The engine answers success, then writes why not, and gives one of the two codes that shells give for it. */
  const wasRefused = (exitCode: number | null) => taken === 0 && (exitCode === 126 || exitCode === 127)
  const lookBack = async () => {
    if (isOver) return
    isOver = true
    const state = await execState(engine, exec.id).catch(() => null)
    if (state === null || state.isRunning) {
      if (state) await hangUp(engine, { containerId, shell, user, terminalId: id }).catch(() => undefined)
      return close({ reason: options.isContainerRunning() ? 'host' : 'container', exitCode: null })
    }
    const { exitCode } = state
    setTimeout(() => {
      const isHere = options.isContainerRunning()
      close({ reason: !isHere ? 'container' : wasRefused(exitCode) ? 'not-started' : 'exited', exitCode })
    }, deathKnownMs)
  }
  const holdOrGoOn = () => {
    const unseen = viewer === null ? 0 : replay.end() - shownTo
    if (unseen > windowBytes) stream.pause()
    else if (unseen < lowBytes) stream.resume()
  }
  const abandonLater = () => {
    clearTimeout(abandoning)
    abandoning = setTimeout(() => void end('abandoned'), options.patienceMs ?? defaultPatienceMs)
    abandoning.unref()
  }

  stream.on('data', (chunk: Buffer) => {
    replay.push(chunk)
    viewer?.output(chunk)
    holdOrGoOn()
  })
  stream.on('error', () => undefined)
  stream.once('close', () => void lookBack())
  // A half-open connection would keep the writing side and never close.
  stream.once('end', () => stream.destroy())
  abandonLater()
  void resizeExec(engine, exec.id, size).catch(() => undefined)

  return {
    id,
    containerId,
    ownerId,
    shell,
    user,
    attach: (next, from) => {
      clearTimeout(abandoning)
      if (viewer !== null && viewer !== next) viewer.notice({ type: 'moved' })
      viewer = next
      const missed = replay.since(from)
      shownTo = missed.from
      next.notice({ type: 'opened', terminal: id, shell, user, epoch, from: missed.from, taken })
      if (missed.bytes.length > 0) next.output(missed.bytes)
      holdOrGoOn()
    },
    detach: (gone) => {
      if (viewer !== gone || isOver) return
      viewer = null
      holdOrGoOn()
      abandonLater()
    },
    input: (bytes) => {
      if (isOver) return true
      if (stream.writableLength + bytes.length > mostWaitingInput) return false
      taken += bytes.length
      const upTo = taken
      stream.write(bytes, () => viewer?.notice({ type: 'taken', bytes: upTo }))
      return true
    },
    taken: () => taken,
    shown: (bytes) => {
      shownTo = Math.max(shownTo, Math.min(bytes, replay.end()))
      holdOrGoOn()
    },
    resize: (next) => {
      if (isOver || (next.cols === size.cols && next.rows === size.rows)) return
      size = next
      void resizeExec(engine, exec.id, next).catch(() => undefined)
    },
    end,
    ended,
  }
}

export const obeyCommand = (terminal: Terminal, command: TerminalCommand): void => {
  if (command.type === 'resize') terminal.resize(command)
  else if (command.type === 'shown') terminal.shown(command.bytes)
  else void terminal.end('closed')
}
