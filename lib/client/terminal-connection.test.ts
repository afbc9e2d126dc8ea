import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TerminalNotice } from '@/lib/contract/terminals'
import { connectTerminal, type TerminalState } from './terminal-connection'

class FakeSocket {
  readyState = 0
  binaryType: BinaryType = 'blob'
  onmessage: ((event: MessageEvent) => void) | null = null
  onclose: ((event: CloseEvent) => void) | null = null
  readonly sent: string[] = []
  readonly query: URLSearchParams
  constructor(query: URLSearchParams) {
    this.query = query
  }
  send(data: string | ArrayBufferLike | Blob | ArrayBufferView) {
    this.sent.push(typeof data === 'string' ? data : new TextDecoder().decode(data as Uint8Array))
  }
  close() {
    this.readyState = 3
  }
  /** As the server and the network do. */
  hear(notice: TerminalNotice) {
    this.readyState = 1
    this.onmessage?.({ data: JSON.stringify(notice) } as MessageEvent)
  }
  output(text: string) {
    this.onmessage?.({ data: new TextEncoder().encode(text).buffer } as MessageEvent)
  }
  cut() {
    this.readyState = 3
    this.onclose?.({} as CloseEvent)
  }
}

const opened = (over: Partial<Extract<TerminalNotice, { type: 'opened' }>> = {}): TerminalNotice => ({
  type: 'opened',
  terminal: 't1',
  epoch: 'e1',
  shell: '/bin/sh',
  user: '',
  from: 0,
  taken: 0,
  ...over,
})

let sockets: FakeSocket[]
let states: TerminalState[]
let shown: string
const skipped = vi.fn()
const last = () => sockets.at(-1) as FakeSocket
const typed = (text: string) => new TextEncoder().encode(text)

function begin() {
  return connectTerminal(
    { container: 'c1', shell: '/bin/sh', user: '' },
    {
      screen: {
        write: (bytes, done) => {
          shown += new TextDecoder().decode(bytes)
          done()
        },
        skip: skipped,
        size: () => ({ cols: 80, rows: 24 }),
      },
      onState: (state) => states.push(state),
      onOpened: () => {},
      openSocket: (query) => {
        const socket = new FakeSocket(query)
        sockets.push(socket)
        return socket as unknown as WebSocket
      },
      retryMs: () => 100,
    },
  )
}

beforeEach(() => {
  vi.useFakeTimers()
  sockets = []
  states = []
  shown = ''
  skipped.mockClear()
})
afterEach(() => vi.useRealTimers())

describe('a terminal', () => {
  it('comes back to the same shell after a cut, sends what was typed meanwhile once, and shows nothing twice', () => {
    const terminal = begin()
    last().hear(opened())
    last().output('# ')
    terminal.send(typed('ls'))
    expect(last().sent.filter((text) => !text.startsWith('{'))).toEqual(['ls'])
    last().cut()
    expect(states.at(-1)).toEqual({ phase: 'lost', wasOpen: true })
    terminal.send(typed(' -l'))
    vi.advanceTimersByTime(100)
    expect(Object.fromEntries(last().query)).toMatchObject({ terminal: 't1', from: '2' })
    // The first two letters had arrived before the cut.
    last().hear(opened({ from: 2, taken: 2 }))
    expect(last().sent.filter((text) => !text.startsWith('{'))).toEqual([' -l'])
    last().output('total 0')
    expect([shown, sockets.length]).toEqual(['# total 0', 2])
    terminal.leave()
  })

  it('says what nobody keeps any more', () => {
    const terminal = begin()
    last().hear(opened())
    last().output('abc')
    last().cut()
    vi.advanceTimersByTime(100)
    last().hear(opened({ from: 10 }))
    expect(skipped).toHaveBeenCalledWith(7)
    terminal.leave()
  })

  it('takes a wire on which nothing is said for a broken one', () => {
    const terminal = begin()
    last().hear(opened())
    vi.advanceTimersByTime(30_000)
    last().hear({ type: 'alive' } as TerminalNotice)
    vi.advanceTimersByTime(30_000)
    expect(sockets).toHaveLength(1)
    vi.advanceTimersByTime(16_000)
    expect(sockets).toHaveLength(2)
    terminal.leave()
  })

  it('tells a connection that never came about from one that broke', () => {
    const terminal = begin()
    last().cut()
    // Another way is tried before anything is said.
    expect(states).toEqual([{ phase: 'connecting' }, { phase: 'connecting' }])
    vi.advanceTimersByTime(100)
    last().cut()
    expect(states.at(-1)).toEqual({ phase: 'lost', wasOpen: false })
    terminal.leave()
    vi.advanceTimersByTime(10_000)
    expect(sockets).toHaveLength(2)
  })

  it('tries nothing again once it has ended, or is shown in another window', () => {
    const terminal = begin()
    last().hear(opened())
    last().hear({ type: 'moved' } as TerminalNotice)
    last().cut()
    vi.advanceTimersByTime(10_000)
    expect(sockets).toHaveLength(1)
    terminal.connect()
    last().hear(opened())
    last().hear({ type: 'ended', reason: 'exited', exitCode: 7 })
    last().cut()
    vi.advanceTimersByTime(10_000)
    expect([sockets.length, states.at(-1)]).toEqual([2, { phase: 'ended', reason: 'exited', exitCode: 7 }])
    terminal.leave()
  })
})
