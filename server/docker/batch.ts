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
const patienceMs = 3_000

export type Batch = {
  /** With version and query. */
  paths: readonly string[]
  /** The text of an answer that says success. False: it is not one to this question. */
  take(at: number, text: string): boolean
  onAnswer(): void
}

/** Resolves when all are answered or the rest is given up; rejects when the engine is dropped. */
export function askInBatch(transport: Transport, batch: Batch, underWay: Set<Endable>): Promise<void> {
  const { paths, take, onAnswer } = batch
  const host = authority(transport.address)
  return new Promise((resolve, reject) => {
    let socket: Duplex | undefined
    let isOver = false
    let rest: Buffer = Buffer.alloc(0)
    let sent = 0
    let answered = 0
    let patience = deadline(transport.connectTimeoutMs, () => end())

    const settle = (): boolean => {
      if (isOver) return false
      isOver = true
      patience.clear()
      underWay.delete(handle)
      socket?.destroy()
      return true
    }
    const end = () => {
      if (settle()) resolve()
    }
    const handle: Endable = {
      destroy: (error) => {
        if (settle()) reject(error)
      },
    }
    underWay.add(handle)

    const ask = () => {
      let text = ''
      for (; sent < paths.length && sent - answered < atOnce; sent += 1) {
        text += `GET ${paths[sent]} HTTP/1.1\r\nHost: ${host}\r\n\r\n`
      }
      if (text !== '') socket?.write(text, 'latin1')
      patience.clear()
      patience = deadline(patienceMs, end)
    }
    const read = (chunk: Buffer) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      let hasAnswered = false
      while (answered < sent) {
        const answer = readAnswer(rest)
        if (answer === null) break
        if (answer === 'odd') return end()
        rest = rest.subarray(answer.end)
        const at = answered
        answered += 1
        hasAnswered = true
        if (answer.status === 200 && !take(at, answer.text)) return end()
      }
      if (!hasAnswered) return
      onAnswer()
      if (answered === paths.length || (answered === sent && rest.length > 0)) end()
      else ask()
    }
    transport.connect((error, opened) => {
      if (error) return end()
      if (isOver) return void opened.destroy()
      socket = opened
      opened.on('data', read)
      opened.once('end', end)
      opened.once('close', end)
      opened.on('error', end)
      ask()
    })
  })
}
