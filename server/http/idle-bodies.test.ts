import { once } from 'node:events'
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '@/server/testing/host-store'
import { endIdleBodies } from './idle-bodies'

let listening: Server
let port: number
let isRead: boolean
let answersAfterMs: number
beforeEach(async () => {
  isRead = true
  answersAfterMs = 0
  listening = createServer((incoming: IncomingMessage, response) => {
    if (isRead) incoming.resume()
    incoming.on('end', () => setTimeout(() => response.end('whole'), answersAfterMs))
    incoming.on('error', () => {})
  })
  endIdleBodies(listening, silentLog, { idleMs: 250, smallMs: 700, checkEveryMs: 20 })
  await once(listening.listen(0, '127.0.0.1'), 'listening')
  port = (listening.address() as AddressInfo).port
})
afterEach(() => {
  listening.closeAllConnections()
  listening.close()
})

const large = 64 << 20

/** Sends parts at a pace; resolves with what became of the request. */
async function send(
  framing: number | OutgoingHttpHeaders,
  parts: number,
  part: Buffer,
  everyMs: number,
): Promise<string> {
  const headers = typeof framing === 'number' ? { 'content-length': framing } : framing
  const call = request({ port, host: '127.0.0.1', method: 'PUT', headers })
  const end = new Promise<string>((resolve) => {
    call.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? 'failed'))
    call.on('response', (response) => {
      response.resume()
      resolve('answered')
    })
  })
  let left = parts
  const timer = setInterval(() => {
    if (left-- > 0 && !call.destroyed) call.write(part)
    else {
      clearInterval(timer)
      if (typeof framing !== 'number') call.end()
    }
  }, everyMs)
  const how = await end
  clearInterval(timer)
  return how
}

describe('a body', () => {
  it('that is large lives as long as bytes flow, beyond every limit for small ones', async () => {
    const part = Buffer.alloc(large / 16)
    expect(await send(large, 16, part, 70)).toBe('answered')
  })

  it('whose length is not announced lives as long as well, unless it is JSON', async () => {
    const chunked = (type: string) =>
      send({ 'transfer-encoding': 'chunked', 'content-type': type }, 16, Buffer.from('x'), 70)
    expect(await chunked('application/x-tar')).toBe('answered')
    expect(await chunked('application/json')).toMatch(/ECONNRESET|EPIPE/)
  })

  it('that stands still is ended', async () => {
    expect(await send(large, 1, Buffer.alloc(1000), 10)).toBe('ECONNRESET')
  })

  it('that nobody reads is ended', async () => {
    isRead = false
    expect(await send(large, 40, Buffer.alloc(1 << 20), 5)).toMatch(/ECONNRESET|EPIPE/)
  })

  it('that is small has an end, however busily it comes', async () => {
    expect(await send(100, 100, Buffer.from('x'), 50)).toBe('ECONNRESET')
  })

  it('that has come whole may wait for its answer', async () => {
    answersAfterMs = 900
    const late = await fetch(`http://127.0.0.1:${port}`, { method: 'PUT', body: 'whole' })
    expect(await late.text()).toBe('whole')
  })
})
