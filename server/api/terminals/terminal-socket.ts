// One WebSocket to one terminal: opens a new shell or comes back to one, passes bytes both ways, and says in words why not.
import type { RawData, WebSocket } from 'ws'
import { type TerminalNotice, terminalCommand, terminalQuery } from '@/lib/contract/terminals'
import type { Identity } from '@/server/auth/identity'
import { AppError, isAppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import { attend } from './attend'
import { obeyCommand, type Terminal, type Viewer } from './terminal'
import type { Terminals } from './types'

type Parts = {
  terminals: Terminals
  log: Log
  epoch: string
  identity: Identity
  mayGoOn: () => Promise<boolean>
}

/** Codes of our own; 1008 and the like are for what the protocol itself forbids. */
const normalClose = 1000
const policyClose = 1008
/** What comes while the shell is still being opened. */
const mostEarlyMessages = 64

export const notOpen = () =>
  new AppError('not_found', 'This terminal is no longer open.', { details: { fix: 'Open a new one.' } })

export const refusalOf = (error: unknown, epoch: string): TerminalNotice => {
  const type = 'refused'
  if (!isAppError(error)) {
    return { type, epoch, code: 'internal', message: 'The shell could not be opened.', fix: 'See the log of Lotse.' }
  }
  const { fix } = error.details ?? {}
  return { type, epoch, code: error.code, message: messageOf(error), ...(fix === undefined ? {} : { fix }) }
}

const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data)

const obey = (terminal: Terminal, data: RawData, isBinary: boolean, socket: WebSocket) => {
  if (isBinary) {
    if (!terminal.input(bytesOf(data))) socket.close(policyClose, 'more input than the shell takes')
    return
  }
  const command = terminalCommand.safeParse(parseJson(bytesOf(data).toString('utf8')))
  if (!command.success) return socket.close(policyClose, 'not a command of a terminal')
  obeyCommand(terminal, command.data)
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const takeTerminal = async (query: URLSearchParams, { terminals, identity, mayGoOn }: Parts) => {
  const parsed = terminalQuery.safeParse(Object.fromEntries(query))
  if (!parsed.success) {
    throw new AppError('invalid_input', `This is no terminal: ${parsed.error.issues[0]?.message ?? ''}`, {
      details: { fix: 'Name a container and a shell, or a terminal that is open.' },
    })
  }
  const asked = parsed.data
  if ('container' in asked) return { terminal: await terminals.open(asked, identity, mayGoOn), from: 0 }
  const terminal = terminals.find(asked.terminal, identity)
  if (terminal === undefined) throw notOpen()
  terminal.resize(asked)
  return { terminal, from: asked.from }
}

export const serveTerminal = async (socket: WebSocket, query: URLSearchParams, parts: Parts): Promise<void> => {
  const send = (notice: TerminalNotice) => socket.readyState === socket.OPEN && socket.send(JSON.stringify(notice))
  const viewer: Viewer = {
    output: (bytes) => void (socket.readyState === socket.OPEN && socket.send(bytes)),
    notice: (notice) => {
      send(notice)
      if (notice.type === 'ended' || notice.type === 'moved') socket.close(normalClose)
    },
  }
  const early: [RawData, boolean][] = []
  const gather = (data: RawData, isBinary: boolean) => {
    if (early.push([data, isBinary]) > mostEarlyMessages) socket.close(policyClose, 'wait until the shell is open')
  }
  socket.on('message', gather)
  try {
    const { terminal, from } = await takeTerminal(query, parts)
    socket.off('message', gather)
    // Gone while it was being opened: it waits for its client to come back, like any other.
    if (socket.readyState !== socket.OPEN) return
    socket.once('close', attend(terminal, viewer, from, parts.mayGoOn))
    for (const [data, isBinary] of early) obey(terminal, data, isBinary, socket)
    socket.on('message', (data, isBinary) => obey(terminal, data, isBinary, socket))
  } catch (error) {
    if (!isAppError(error)) parts.log.error({ err: error }, 'a terminal could not be opened')
    send(refusalOf(error, parts.epoch))
    socket.close(normalClose)
  }
}
