// The browser's end of a terminal: counts the bytes of both ways, so that a connection that breaks is replaced by one that
// goes on where it stopped, and neither side is given more than it takes. Knows nothing of screens.
import { type TerminalNotice, terminalNotice } from '@/lib/contract/terminals'

export type TerminalTarget = { container: string; shell: string; user: string } | { terminal: string; epoch: string }
export type TerminalSize = { cols: number; rows: number }

export type TerminalState =
  | { phase: 'connecting' }
  | { phase: 'open'; isPlain: boolean }
  /** The connection broke; another is tried by itself. Without `wasOpen` none has come about yet. */
  | { phase: 'lost'; wasOpen: boolean }
  | { phase: 'ended'; reason: Extract<TerminalNotice, { type: 'ended' }>['reason']; exitCode: number | null }
  /** Another window shows it now. */
  | { phase: 'moved' }
  /** It cannot be come back to: Lotse was started again, or had given it up. */
  | { phase: 'gone'; isRestarted: boolean }
  | { phase: 'refused'; message: string; fix: string | undefined }

export type TerminalScreen = {
  /** Calls back when the bytes are on screen. */
  write(bytes: Uint8Array, done: () => void): void
  /** So many bytes of output are no longer kept by anybody. */
  skip(bytes: number): void
  size(): TerminalSize
}

export type TerminalSocket = Pick<WebSocket, 'close' | 'binaryType' | 'readyState'> & {
  /** Not a WebSocket. */
  isPlain?: boolean
  send(data: string | Uint8Array<ArrayBuffer>): void
  onmessage: ((event: MessageEvent) => void) | null
  onclose: ((event: CloseEvent) => void) | null
}

export type TerminalOptions = {
  screen: TerminalScreen
  onState: (state: TerminalState) => void
  /** What it is called from now on, to come back to after a reload. */
  onOpened: (opened: { terminal: string; epoch: string; shell: string; user: string }) => void
  openSocket: (query: URLSearchParams) => TerminalSocket
  /** Default: half a second and longer, up to five. */
  retryMs?: (attempt: number) => number
}

export type TerminalConnection = {
  send(bytes: Uint8Array): void
  resize(size: TerminalSize): void
  /** Ends the shell. */
  close(): void
  /** Leaves; the shell lives on for a while. */
  leave(): void
  /** Tries to connect now rather than later; also takes it back from another window. */
  connect(): void
}

const isOpen = 1
const pieceBytes = 16 * 1024
const windowBytes = 48 * 1024
const shownEveryBytes = 16 * 1024
/** The server says something every 15 s. */
const silenceMs = 40_000
const checkMs = 5_000

const isLasting = ({ phase }: TerminalState) => phase === 'ended' || phase === 'gone' || phase === 'refused'

export function connectTerminal(target: TerminalTarget, options: TerminalOptions): TerminalConnection {
  const { screen, onState, onOpened, openSocket } = options
  const retryMs = options.retryMs ?? ((attempt) => Math.min(500 * 2 ** attempt, 5_000))
  let known = 'terminal' in target ? target : null
  let socket: TerminalSocket | null = null
  let state: TerminalState = { phase: 'connecting' }
  let attempts = 0
  let retrying: ReturnType<typeof setTimeout> | undefined
  let heardAt = 0
  let hasLeft = false

  let received = 0
  let shown = 0
  let shownTold = 0
  /** Input from byte `taken` on that the server has not confirmed. */
  const waiting: Uint8Array[] = []
  let taken: number | null = null
  let sent = 0

  const change = (next: TerminalState) => {
    state = next
    onState(next)
  }
  /** A first way that is closed is no loss: another is tried at once. */
  const lost = (): TerminalState =>
    known === null && attempts < 1 ? { phase: 'connecting' } : { phase: 'lost', wasOpen: known !== null }
  const tell = (command: object) => {
    if (socket?.readyState === isOpen && state.phase === 'open') socket.send(JSON.stringify(command))
  }
  const tellShown = () => {
    if (shown - shownTold < shownEveryBytes) return
    shownTold = shown
    tell({ type: 'shown', bytes: shown })
  }
  /** Sends what the window has room for. */
  const pump = () => {
    if (taken === null || socket?.readyState !== isOpen || state.phase !== 'open') return
    let at = taken
    for (const piece of waiting) {
      if (at >= sent) {
        if (at + piece.length - taken > windowBytes) return
        socket.send(piece as Uint8Array<ArrayBuffer>)
        sent = at + piece.length
      }
      at += piece.length
    }
  }
  const confirm = (bytes: number) => {
    if (taken === null) return
    while (taken < bytes) {
      const [first] = waiting
      if (first === undefined) break
      const part = Math.min(first.length, bytes - taken)
      if (part === first.length) waiting.shift()
      else waiting[0] = first.subarray(part)
      taken += part
    }
  }
  const arrive = (bytes: Uint8Array) => {
    received += bytes.length
    const upTo = received
    screen.write(bytes, () => {
      shown = Math.max(shown, upTo)
      tellShown()
    })
  }
  const hear = (notice: TerminalNotice) => {
    switch (notice.type) {
      case 'opened': {
        known = { terminal: notice.terminal, epoch: notice.epoch }
        attempts = 0
        if (notice.from > received) {
          screen.skip(notice.from - received)
          received = notice.from
          shown = received
        }
        shownTold = received
        if (taken === null) taken = notice.taken
        else confirm(notice.taken)
        sent = taken
        onOpened({ ...known, shell: notice.shell, user: notice.user })
        change({ phase: 'open', isPlain: socket?.isPlain === true })
        tell({ type: 'resize', ...screen.size() })
        return pump()
      }
      case 'taken':
        confirm(notice.bytes)
        return pump()
      case 'ended':
        return change({ phase: 'ended', reason: notice.reason, exitCode: notice.exitCode })
      case 'moved':
        return change({ phase: 'moved' })
      case 'refused':
        if (known !== null && notice.code === 'not_found') {
          return change({ phase: 'gone', isRestarted: known.epoch !== notice.epoch })
        }
        return change({ phase: 'refused', message: notice.message, fix: notice.fix })
      case 'alive':
    }
  }
  const connect = () => {
    clearTimeout(retrying)
    if (hasLeft || socket !== null || isLasting(state)) return
    change(attempts <= 1 && known === null ? { phase: 'connecting' } : lost())
    const { cols, rows } = screen.size()
    const which = known ? { terminal: known.terminal, from: String(received) } : (target as Record<string, string>)
    const opened = openSocket(new URLSearchParams({ ...which, cols: String(cols), rows: String(rows) }))
    socket = opened
    heardAt = Date.now()
    opened.binaryType = 'arraybuffer'
    opened.onmessage = ({ data }: MessageEvent) => {
      if (socket !== opened) return
      heardAt = Date.now()
      if (typeof data !== 'string') return arrive(new Uint8Array(data as ArrayBuffer))
      const notice = terminalNotice.safeParse(JSON.parse(data))
      if (notice.success) hear(notice.data)
    }
    opened.onclose = () => lose(opened)
  }
  const lose = (closed: TerminalSocket) => {
    if (socket !== closed) return
    socket = null
    if (hasLeft || isLasting(state) || state.phase === 'moved') return
    change(lost())
    retrying = setTimeout(connect, retryMs(attempts))
    attempts += 1
  }
  const watch = setInterval(() => {
    if (socket === null || Date.now() - heardAt < silenceMs) return
    const silent = socket
    silent.close()
    lose(silent)
  }, checkMs)

  connect()
  return {
    send: (bytes) => {
      if (isLasting(state)) return
      for (let at = 0; at < bytes.length; at += pieceBytes) waiting.push(bytes.slice(at, at + pieceBytes))
      pump()
    },
    resize: (size) => tell({ type: 'resize', ...size }),
    close: () => tell({ type: 'close' }),
    leave: () => {
      hasLeft = true
      clearInterval(watch)
      clearTimeout(retrying)
      socket?.close()
      socket = null
    },
    connect: () => {
      if (state.phase === 'moved') state = lost()
      connect()
    },
  }
}
