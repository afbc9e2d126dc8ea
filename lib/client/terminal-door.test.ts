import { expect, it, vi } from 'vitest'
import type { TerminalSocket } from './terminal-connection'
import { createTerminalDoor } from './terminal-door'

class FakeSocket extends EventTarget {
  close() {
    this.dispatchEvent(new Event('close'))
  }
}

function door() {
  const tried: string[] = []
  const sockets: FakeSocket[] = []
  const plains: { onmessage: ((event: MessageEvent) => void) | null }[] = []
  const open = createTerminalDoor({
    socket: () => {
      tried.push('socket')
      const socket = new FakeSocket()
      sockets.push(socket)
      return socket as unknown as WebSocket
    },
    plain: () => {
      tried.push('plain')
      const plain = { onmessage: null }
      plains.push(plain)
      return plain as unknown as TerminalSocket
    },
  })
  return { tried, sockets, plains, open: () => open(new URLSearchParams()) }
}

it('goes by plain HTTP from the first answer on that comes where no WebSocket had opened', async () => {
  const { tried, sockets, plains, open } = door()
  open()
  sockets[0]?.close()
  const heard = vi.fn()
  const plain = open()
  plain.onmessage = heard
  await Promise.resolve()
  plains[0]?.onmessage?.({ data: 'opened' } as MessageEvent)
  open()
  expect(tried).toEqual(['socket', 'plain', 'plain'])
  expect(heard).toHaveBeenCalledOnce()
})

it('takes both that fail for a server that is away, and tries them by turns', () => {
  const { tried, sockets, open } = door()
  open()
  sockets[0]?.close()
  open()
  open()
  expect(tried).toEqual(['socket', 'plain', 'socket'])
})

it('gives a way that was open before more than one try', () => {
  const { tried, sockets, open } = door()
  open()
  sockets[0]?.dispatchEvent(new Event('open'))
  sockets[0]?.close()
  for (const at of [1, 2, 3]) {
    open()
    sockets[at]?.close()
  }
  open()
  expect(tried).toEqual(['socket', 'socket', 'socket', 'socket', 'plain'])
})

it('takes a WebSocket that nobody answers for a closed one', () => {
  vi.useFakeTimers()
  const { tried, open } = door()
  open()
  vi.advanceTimersByTime(6_000)
  open()
  expect(tried).toEqual(['socket', 'plain'])
  vi.useRealTimers()
})
