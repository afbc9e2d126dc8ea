// A terminal's connection over plain HTTP, with the manners of a WebSocket: output as server-sent events, input as one short
// request after the other, each of all that was typed meanwhile.
import type { OpenedTerminal, TerminalNotice } from '@/lib/contract/terminals'
import { terminalTexts } from '@/lib/texts/terminal'
import { ApiError, api, apiUrl, isApiError, request } from './api'
import { textsNow } from './language'
import type { TerminalSocket } from './terminal-connection'

/** Browsers open six connections to a server that does not speak HTTP/2, and the page needs some for itself. */
const mostStreams = 3
let streams = 0
const sharesOneConnection = (): boolean => {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return /^h[23]/.test(page?.nextHopProtocol ?? '')
}

const connecting = 0
const isOpen = 1
const closed = 3
/** The server takes 64 KiB at a time. */
const mostBytes = 48 * 1024

const bytesOf = (base64: string): ArrayBuffer => {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at)
  return bytes.buffer
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

type Parts = {
  openSource?: (url: string) => Pick<EventSource, 'close' | 'addEventListener'>
}

export function openTerminalOverHttp(query: URLSearchParams, { openSource }: Parts = {}): TerminalSocket {
  const leaving = new AbortController()
  const { signal } = leaving
  let source: ReturnType<NonNullable<Parts['openSource']>> | null = null
  let terminal = query.get('terminal')
  /** The byte that goes next. */
  let at = 0
  const typed: Uint8Array[] = []
  let commands: { type: string }[] = []
  let isSending = false
  let isEnding = false

  const socket: TerminalSocket = {
    isPlain: true,
    binaryType: 'arraybuffer',
    readyState: connecting,
    onmessage: null,
    onclose: null,
    send(data) {
      if (typeof data === 'string') {
        const command = JSON.parse(data) as { type: string }
        // Of each kind only the newest says anything.
        commands = [...commands.filter(({ type }) => type !== command.type), command]
        isEnding ||= command.type === 'close'
      } else typed.push(data)
      void pump()
    },
    close,
  }
  const say = (data: string | ArrayBuffer) => socket.onmessage?.({ data } as MessageEvent)
  const refuse = (error: ApiError) => {
    const { code, message, fix } = error
    const notice: TerminalNotice = { type: 'refused', code, message, epoch: '', ...(fix ? { fix } : {}) }
    say(JSON.stringify(notice))
    close()
  }

  function close(): void {
    if (socket.readyState === closed) return
    ;(socket as { readyState: number }).readyState = closed
    // What ends the shell has to arrive, whoever leaves.
    if (!isEnding) leaving.abort()
    if (source) streams -= 1
    source?.close()
    source = null
    socket.onclose?.({} as CloseEvent)
  }

  async function pump(): Promise<void> {
    if (isSending || terminal === null) return
    isSending = true
    const path = `/terminals/${terminal}`
    try {
      while (typed.length > 0 || commands.length > 0) {
        const [command] = commands
        if (command) {
          commands = commands.slice(1)
          await request(`${path}/commands`, { method: 'POST', body: command, signal })
          continue
        }
        const pieces: Uint8Array[] = []
        for (let size = 0; typed[0] && size + typed[0].length <= mostBytes; size += pieces.at(-1)?.length ?? 0) {
          pieces.push(typed.shift() as Uint8Array)
        }
        const bytes = joined(pieces)
        await request(`${path}/input`, { method: 'POST', body: bytes, query: { at }, signal })
        at += bytes.length
      }
    } catch {
      // What was not taken is sent again by whoever connects anew.
      close()
    } finally {
      isSending = false
    }
  }

  const look = (id: string) => {
    terminal = id
    const url = apiUrl(`/terminals/${id}/events`, {
      from: query.get('from') ?? 0,
      cols: query.get('cols'),
      rows: query.get('rows'),
    })
    const opened = openSource ? openSource(url) : new EventSource(url)
    source = opened
    streams += 1
    const hear = (type: string, act: (data: string) => void) =>
      opened.addEventListener(type, (event) => act((event as MessageEvent<string>).data))
    hear('output', (data) => say(bytesOf(data)))
    hear('notice', (data) => {
      const notice = JSON.parse(data) as TerminalNotice
      if (notice.type === 'opened') {
        ;(socket as { readyState: number }).readyState = isOpen
        at = notice.taken
      }
      say(data)
    })
    opened.addEventListener('error', close)
  }
  const begin = async () => {
    if (streams >= mostStreams && !sharesOneConnection()) {
      const t = textsNow(terminalTexts)
      throw new ApiError(0, 'rate_limited', t.mostPlain(mostStreams), { fix: t.mostPlainFix })
    }
    if (terminal !== null) return look(terminal)
    const { container, shell, user, cols, rows } = Object.fromEntries(query)
    const opened = await api.post<OpenedTerminal>('/terminals', {
      container,
      shell,
      user,
      cols: Number(cols),
      rows: Number(rows),
    })
    // Left meanwhile: nobody will look at it.
    if (socket.readyState === closed) {
      void api.post(`/terminals/${opened.terminal}/commands`, { type: 'close' }).catch(() => undefined)
      return
    }
    look(opened.terminal)
  }
  // Whoever opens it sets what it calls afterwards.
  queueMicrotask(() => {
    begin().catch((error: unknown) => {
      if (isApiError(error) && error.code !== 'offline') refuse(error)
      else close()
    })
  })
  return socket
}
