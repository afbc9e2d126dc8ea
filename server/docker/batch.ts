// Many small questions to one engine over one connection, sent without waiting for each other's answers. The first look at a thousand
// hosts asks thirty thousand of them, and an HTTP client's work for each is most of what that costs. It may give up at anything
// unusual: what is left is asked in the usual way, which also tells what is wrong.
import type { Duplex } from 'node:stream'
import { authority } from './address'
import type { Endable } from './call'
import { deadline } from './deadline'
import { readAnswer } from './plain-answer'
import type { Transport } from './transport'

/** Answered by the engine in their order; more would only wait there. */
const atOnce = 8
/** One that takes longer is asked alone, so that the others need not wait for it. */
const usualPatienceMs = 3_000
/** What a look has shown to be new is asked right after it, over the same connection. */
const keptMs = 1_000

export type Batch = {
  /** With version and query. */
  paths: readonly string[]
  /** The text of an answer that says success. False: it is not one to this question. */
  take(at: number, text: string): boolean
  patienceMs?: number | undefined
  onAnswer(): void
}

/** Resolves when all are answered or the rest is given up; rejects when the engine is dropped. */
export type AskInBatch = (batch: Batch) => Promise<void>

type Connection = { socket: Duplex; hear: (bytes: Buffer) => void; leave: () => void }

const nothing = Buffer.alloc(0)
const ignore = () => undefined

export function createBatches(transport: Transport, underWay: Set<Endable>): AskInBatch {
  const host = authority(transport.address)
  let kept: { connection: Connection; release(): void } | undefined

  const connect = (use: (connection: Connection | null) => void) => {
    if (kept) {
      const { connection, release } = kept
      release()
      return use(connection)
    }
    const connection: Omit<Connection, 'socket'> & { socket?: Duplex } = { hear: ignore, leave: ignore }
    transport.listen(
      (bytes) => connection.hear(bytes),
      (error, socket) => {
        if (error) return use(null)
        for (const event of ['end', 'close', 'error']) socket.on(event, () => connection.leave())
        use(Object.assign(connection, { socket }))
      },
    )
  }
  const keep = (connection: Connection) => {
    const { socket } = connection
    if (kept || socket.destroyed) return void socket.destroy()
    const release = () => {
      clearTimeout(timer)
      underWay.delete(handle)
      kept = undefined
    }
    const leave = () => {
      if (kept?.connection === connection) release()
      socket.destroy()
    }
    const timer = setTimeout(leave, keptMs)
    timer.unref()
    const handle: Endable = { destroy: leave }
    underWay.add(handle)
    connection.hear = leave
    connection.leave = leave
    kept = { connection, release }
  }

  return ({ paths, take, patienceMs = usualPatienceMs, onAnswer }) =>
    new Promise((resolve, reject) => {
      let connection: Connection | undefined
      let isOver = false
      let rest: Buffer = nothing
      let sent = 0
      let answered = 0
      let patience = deadline(transport.connectTimeoutMs, () => end())

      const settle = (isIdle: boolean): boolean => {
        if (isOver) return false
        isOver = true
        patience.clear()
        underWay.delete(handle)
        if (!connection) return true
        if (isIdle) keep(connection)
        else connection.socket.destroy()
        return true
      }
      const end = (isIdle = false) => {
        if (settle(isIdle)) resolve()
      }
      const handle: Endable = {
        destroy: (error) => {
          if (settle(false)) reject(error)
        },
      }
      underWay.add(handle)

      const ask = () => {
        let text = ''
        for (; sent < paths.length && sent - answered < atOnce; sent += 1) {
          text += `GET ${paths[sent]} HTTP/1.1\r\nHost: ${host}\r\n\r\n`
        }
        if (text !== '') connection?.socket.write(text, 'latin1')
        patience.clear()
        patience = deadline(patienceMs, end)
      }
      const read = (chunk: Buffer) => {
        if (isOver) return
        let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
        let hasAnswered = false
        while (answered < sent) {
          const answer = readAnswer(bytes)
          if (answer === null) break
          if (answer === 'odd') return end()
          bytes = bytes.subarray(answer.end)
          const at = answered
          answered += 1
          hasAnswered = true
          if (answer.status === 200 && !take(at, answer.text)) return end()
        }
        // The chunk itself is not ours to keep.
        rest = bytes.length === 0 ? nothing : Buffer.from(bytes)
        if (!hasAnswered) return
        onAnswer()
        if (answered === sent && rest.length > 0) end()
        else if (answered === paths.length) end(true)
        else ask()
      }
      connect((opened) => {
        if (opened === null) return end()
        if (isOver) return void opened.socket.destroy()
        connection = opened
        opened.hear = read
        opened.leave = end
        ask()
      })
    })
}
