// An engine's sign of life on a connection kept for it, without an HTTP client's work: of a thousand hosts these questions, one
// every other second, are most of what happens at rest, and what each leaves behind fills the memory.
import type { Duplex } from 'node:stream'
import type { AppError } from '@/server/errors'
import { authority } from './address'
import { type Deadline, deadline } from './deadline'
import { timeoutFailure } from './failure'
import { readAnswer } from './plain-answer'
import type { Transport } from './transport'

export type Pulse = {
  /** False: here it cannot be told, ask in the usual way. Throws when the engine keeps silent. */
  beat(timeoutMs: number): Promise<boolean>
  /** Gets the connection ready for the next beat; after the engine has answered in the usual way. */
  prepare(): void
  drop(reason: AppError): void
}

const nothing = Buffer.alloc(0)
export const pingRequest = 'GET /_ping'
/** Some end each connection after one answer: they are asked in the usual way. */
const mostUseless = 2

export function createPulse(transport: Transport): Pulse {
  const { address } = transport
  const request = Buffer.from(`${pingRequest} HTTP/1.1\r\nHost: ${authority(address)}\r\n\r\n`)
  let socket: Duplex | undefined
  let isOpening = false
  /** Of the last drop: what was being opened then is not wanted any more. */
  let drops = 0
  let received: Buffer = nothing
  /** In a row, connections that answered nothing. */
  let useless = 0
  let waiting: { patience: Deadline; resolve: (isAlive: boolean) => void; reject: (error: Error) => void } | undefined

  const settle = (isAlive: boolean) => {
    const asked = waiting
    waiting = undefined
    received = nothing
    asked?.patience.clear()
    asked?.resolve(isAlive)
  }
  const close = () => {
    const closed = socket
    socket = undefined
    closed?.destroy()
    settle(false)
  }
  const take = (chunk: Buffer) => {
    const bytes = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const answer = waiting ? readAnswer(bytes) : 'odd'
    if (answer === null) {
      received = Buffer.from(bytes)
      return
    }
    if (answer === 'odd' || answer.status !== 200 || answer.end !== bytes.length) return close()
    useless = 0
    settle(true)
  }

  return {
    beat: (timeoutMs) =>
      new Promise((resolve, reject) => {
        if (!socket || waiting) return resolve(false)
        const patience = deadline(timeoutMs, () => {
          waiting = undefined
          close()
          reject(timeoutFailure('api', pingRequest, timeoutMs, address))
        })
        waiting = { patience, resolve, reject }
        socket.write(request)
      }),
    prepare() {
      if (socket || isOpening || useless >= mostUseless) return
      isOpening = true
      const openedAt = drops
      transport.listen(take, (error, opened) => {
        isOpening = false
        if (error) return
        if (openedAt !== drops) return void opened.destroy()
        useless += 1
        socket = opened
        const leave = () => {
          if (socket === opened) close()
        }
        opened.once('end', leave)
        opened.once('close', leave)
        opened.on('error', leave)
      })
    },
    drop(reason) {
      drops += 1
      const asked = waiting
      waiting = undefined
      asked?.patience.clear()
      close()
      useless = 0
      asked?.reject(reason)
    },
  }
}
