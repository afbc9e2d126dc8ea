import { EventEmitter } from 'node:events'
import { afterEach, expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'
import type { Identity } from '@/server/auth/identity'
import { silentLog as log } from '@/server/testing/host-store'
import type { Terminal } from './terminal'
import { serveTerminal } from './terminal-socket'

afterEach(() => void vi.useRealTimers())

it('whoever came back to a terminal is cut off when their own sign-in is over', async () => {
  vi.useFakeTimers()
  const told: string[] = []
  const socket = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    send: (text: string) => told.push(text),
    close: () => void socket.emit('close'),
  })
  const detach = vi.fn()
  const terminal = { attach: () => {}, resize: () => {}, detach } as unknown as Terminal
  let isSignedIn = true
  await serveTerminal(socket as unknown as WebSocket, new URLSearchParams({ terminal: crypto.randomUUID() }), {
    terminals: { open: vi.fn(), find: () => terminal, close: vi.fn() },
    log,
    epoch: 'e1',
    identity: {} as Identity,
    mayGoOn: async () => isSignedIn,
  })
  await vi.advanceTimersByTimeAsync(12_000)
  expect([told, detach.mock.calls.length]).toEqual([[], 0])
  isSignedIn = false
  await vi.advanceTimersByTimeAsync(6_000)
  expect(told.map((text) => JSON.parse(text))).toContainEqual({ type: 'ended', reason: 'access', exitCode: null })
  expect(detach).toHaveBeenCalledOnce()
  expect(vi.getTimerCount()).toBe(0)
})
