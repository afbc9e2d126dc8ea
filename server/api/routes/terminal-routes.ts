// Terminals over plain HTTP, for browsers behind a proxy that lets no WebSocket through: what comes as server-sent events, what
// goes as short requests that name the byte they begin with, so that one that is sent twice counts once.
import { z } from 'zod'
import {
  newTerminal,
  openedTerminal,
  type TerminalNotice,
  takenInput,
  terminalCommand,
  terminalInput,
  terminalNotice,
  terminalView,
} from '@/lib/contract/terminals'
import { identify } from '@/server/auth/authenticate'
import type { Identity } from '@/server/auth/identity'
import { AppError } from '@/server/errors'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { readBytes } from '../request-body'
import { attend } from '../terminals/attend'
import { obeyCommand, type Terminal } from '../terminals/terminal'
import { notOpen, refusalOf } from '../terminals/terminal-socket'

const tag = 'terminals'
const params = z.object({ id: z.uuid() })
const mostInputBytes = 64 * 1024
const encoder = new TextEncoder()
const frame = (event: string, data: string) => encoder.encode(`event:${event}\ndata:${data}\n\n`)

const events = (body: ReadableStream<Uint8Array>) =>
  new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
  })

export const terminalRoutes = (parts: ApiParts): AnyEndpoint[] => {
  const { terminals, epoch } = parts
  const find = (id: string, identity: Identity): Terminal => {
    const terminal = terminals.find(id, identity)
    if (terminal === undefined) throw notOpen()
    return terminal
  }
  const mayGoOn = (request: Request) => async () =>
    (await identify(parts.auth, parts.access, (name) => request.headers.get(name))) !== null

  return [
    endpoint({
      method: 'post',
      path: '/api/v1/terminals',
      tag,
      summary: 'Opens a shell in a container for plain HTTP; it lives two minutes without anybody who looks at it',
      body: newTerminal,
      response: openedTerminal,
      status: 201,
      // The terminal writes its own lines, at its begin and its end.
      audit: 'asks-only',
      handle: async ({ body, identity, request }) => {
        const { id } = await terminals.open(body, identity, mayGoOn(request))
        return { terminal: id, epoch }
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/terminals/:id/events',
      tag,
      summary: 'What a terminal says, from a byte of its output on. Whoever asks last has it',
      params,
      query: terminalView,
      stream: {
        type: 'text/event-stream',
        of: terminalNotice,
        description: 'Events named `notice`, and `output` with bytes as base64',
      },
      handle: ({ params: { id }, query: { from, ...size }, identity, request, signal }) => {
        let leave = () => {}
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => {
            let isOver = false
            const end = () => {
              if (isOver) return
              isOver = true
              leave()
              controller.close()
            }
            const send = (event: string, data: string) => void (isOver || controller.enqueue(frame(event, data)))
            const tell = (notice: TerminalNotice) => send('notice', JSON.stringify(notice))
            const terminal = terminals.find(id, identity)
            if (terminal === undefined) {
              tell(refusalOf(notOpen(), epoch))
              return end()
            }
            terminal.resize(size)
            const viewer = {
              output: (bytes: Buffer) => send('output', bytes.toString('base64')),
              notice: (notice: TerminalNotice) => {
                tell(notice)
                if (notice.type === 'ended' || notice.type === 'moved') end()
              },
            }
            leave = attend(terminal, viewer, from, mayGoOn(request))
            signal.addEventListener('abort', () => leave(), { once: true })
          },
          cancel: () => leave(),
        })
        return events(body)
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/terminals/:id/input',
      tag,
      summary: 'Types into a terminal: the body, as bytes',
      params,
      query: terminalInput,
      response: takenInput,
      audit: 'asks-only',
      handle: async ({ params: { id }, query: { at }, identity, request }) => {
        const bytes = Buffer.from(await readBytes(request, mostInputBytes))
        const terminal = find(id, identity)
        const taken = terminal.taken()
        if (at > taken) {
          throw new AppError('conflict', `The terminal has taken ${taken} bytes, so that nothing can follow ${at}.`, {
            details: { fix: 'Send what lies between first.', taken },
          })
        }
        const fresh = bytes.subarray(taken - at)
        if (fresh.length > 0 && !terminal.input(fresh)) {
          throw new AppError('rate_limited', 'The shell does not take any more for now.', {
            details: { fix: 'Send it again when it has taken what came before.' },
          })
        }
        return { taken: terminal.taken() }
      },
    }),
    endpoint({
      method: 'post',
      path: '/api/v1/terminals/:id/commands',
      tag,
      summary: 'Resizes a terminal, says how much of it is on screen, or ends it',
      params,
      body: terminalCommand,
      audit: 'asks-only',
      handle: ({ params: { id }, body, identity }) => {
        obeyCommand(find(id, identity), body)
        return undefined
      },
    }),
  ]
}
