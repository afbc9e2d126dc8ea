// One session with ZooKeeper over one connection: when either ends, both have ended. A lost session is opened anew by whoever
// needs one, rather than resumed: less can be half true, and what belonged to it goes within its time-out.
import { connect, type Socket } from 'node:net'
import { AppError } from '@/server/errors'
import { createReader, createWriter, framed, type Reader, splitFrames, type Writer } from './jute'

const operations = { create: 1, delete: 2, exists: 3, getData: 4, getChildren: 8, ping: 11, close: -11 } as const
type Operation = keyof typeof operations
const codes = { noNode: -101, nodeExists: -110 } as const
const pingXid = -2
const eventXid = -1
/** 1: goes with the session; 2: gets a number of its own. */
const modes = { persistent: 0, ephemeral: 1, numbered: 3 } as const

class Refused extends Error {
  constructor(readonly code: number) {
    super(`ZooKeeper refuses (code ${code})`)
  }
}

export type Session = {
  id: bigint
  /** As ZooKeeper granted it. */
  timeoutMs: number
  /** From when on the session could have ended, on the clock of performance.now(). */
  validUntil(): number
  ping(): Promise<void>
  /** Undefined: there is no such node. `onChange` is called once. */
  children(path: string, onChange?: () => void): Promise<string[] | undefined>
  /** Undefined: there is no such node. */
  data(path: string): Promise<{ text: string; owner: bigint } | undefined>
  /** The path it got; undefined: there is one already. */
  create(path: string, text: string, mode: keyof typeof modes): Promise<string | undefined>
  remove(path: string): Promise<void>
  /** Calls back when the session is lost, at once if it is by now. */
  onLost(listener: (error: Error) => void): void
  close(): Promise<void>
}

const patienceMs = 5_000

async function openSocket(hosts: readonly string[]): Promise<Socket> {
  let failure: unknown
  const from = Math.floor(Math.random() * hosts.length)
  for (let step = 0; step < hosts.length; step += 1) {
    const text = hosts[(from + step) % hosts.length] ?? ''
    const { hostname, port } = new URL(`tcp://${text}`)
    try {
      return await new Promise<Socket>((resolve, reject) => {
        const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 2181), noDelay: true })
        const timer = setTimeout(() => socket.destroy(new Error('no answer')), patienceMs)
        socket.once('error', reject)
        socket.once('connect', () => {
          clearTimeout(timer)
          socket.off('error', reject)
          resolve(socket)
        })
      })
    } catch (error) {
      failure = error
    }
  }
  const words = failure instanceof Error ? failure.message : String(failure)
  throw new AppError('host_unreachable', `ZooKeeper at ${hosts.join(',')} does not answer: ${words}`, {
    cause: failure,
  })
}

export async function openSession(hosts: readonly string[], wantedMs: number): Promise<Session> {
  const socket = await openSocket(hosts)
  const waiting = new Map<number, { resolve(reader: Reader): void; reject(error: Error): void }>()
  const watches = new Map<string, Set<() => void>>()
  const lostListeners = new Set<(error: Error) => void>()
  let pings: { sentAt: number; resolve(): void; reject(error: Error): void }[] = []
  let lost: Error | undefined
  let rest: Buffer = Buffer.alloc(0)
  let xid = 0
  let greet: ((frame: Buffer) => void) | undefined
  let sentAt = performance.now()

  const lose = (error: Error) => {
    if (lost) return
    lost = error
    clearInterval(heartbeat)
    socket.destroy()
    for (const each of [...waiting.values(), ...pings]) each.reject(error)
    waiting.clear()
    pings = []
    for (const listener of lostListeners) listener(error)
  }
  const gone = (words: string) => lose(new AppError('host_unreachable', `The session with ZooKeeper is lost: ${words}`))

  const take = (frame: Buffer) => {
    if (greet) return greet(frame)
    const reader = createReader(frame)
    const [of, , error] = [reader.int(), reader.long(), reader.int()]
    if (of === eventXid) {
      reader.skip(8)
      const path = reader.text()
      const listeners = watches.get(path)
      watches.delete(path)
      for (const listener of listeners ?? []) listener()
    } else if (of === pingXid) {
      const ping = pings.shift()
      if (!ping) return
      sentAt = ping.sentAt
      ping.resolve()
    } else {
      const call = waiting.get(of)
      waiting.delete(of)
      if (error === 0) call?.resolve(reader)
      else call?.reject(new Refused(error))
    }
  }
  socket.on('error', (error) => gone(error.message))
  socket.on('close', () => gone('the connection was closed'))
  socket.on('data', (chunk: Buffer) => {
    try {
      const split = splitFrames(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]))
      rest = split.rest
      for (const frame of split.frames) take(frame)
    } catch (error) {
      gone((error as Error).message)
    }
  })

  const greeted = new Promise<{ id: bigint; timeoutMs: number }>((resolve, reject) => {
    const timer = setTimeout(() => gone('it does not greet'), patienceMs)
    lostListeners.add(reject)
    greet = (frame) => {
      clearTimeout(timer)
      greet = undefined
      lostListeners.delete(reject)
      const reader = createReader(frame)
      reader.int()
      resolve({ timeoutMs: reader.int(), id: reader.long() })
    }
  })
  let heartbeat: NodeJS.Timeout | undefined
  const head = createWriter().int(0).long(0).int(Math.round(wantedMs)).long(0).buffer(Buffer.alloc(16)).bool(false)
  socket.write(framed(head.done()))
  const { id, timeoutMs } = await greeted

  const send = (operation: Operation, body: Writer): Promise<Reader> =>
    new Promise((resolve, reject) => {
      if (lost) return reject(lost)
      xid += 1
      const own = xid
      waiting.set(own, { resolve, reject })
      socket.write(framed(Buffer.concat([createWriter().int(own).int(operations[operation]).done(), body.done()])))
    })
  const unlessMissing = (error: unknown): undefined => {
    if (error instanceof Refused && error.code === codes.noNode) return undefined
    throw error
  }
  const watchFor = (path: string, onChange: (() => void) | undefined) => {
    if (!onChange) return
    const group = watches.get(path) ?? new Set()
    watches.set(path, group.add(onChange))
  }
  const ping = () =>
    new Promise<void>((resolve, reject) => {
      if (lost) return reject(lost)
      pings.push({ sentAt: performance.now(), resolve, reject })
      socket.write(framed(createWriter().int(pingXid).int(operations.ping).done()))
    })
  const validUntil = () => sentAt + timeoutMs
  heartbeat = setInterval(() => {
    if (performance.now() > validUntil()) gone('it has not answered for as long as a session lasts')
    else void ping().catch(() => undefined)
  }, timeoutMs / 3)
  if (lost) clearInterval(heartbeat)

  return {
    id,
    timeoutMs,
    validUntil,
    ping,
    async children(path, onChange) {
      watchFor(path, onChange)
      const found = await send(
        'getChildren',
        createWriter()
          .text(path)
          .bool(onChange !== undefined),
      ).catch(unlessMissing)
      if (found) return found.texts()
      // A watch is left on what is there only; on what is to come by asking whether it is.
      if (onChange && (await send('exists', createWriter().text(path).bool(true)).catch(unlessMissing))) onChange()
      return undefined
    },
    async data(path) {
      const found = await send('getData', createWriter().text(path).bool(false)).catch(unlessMissing)
      if (!found) return undefined
      const text = found.text()
      return { text, owner: found.skip(44).long() }
    },
    async create(path, text, mode) {
      const acl = createWriter().int(1).int(31).text('world').text('anyone').done()
      const body = createWriter().text(path).text(text)
      const whole = Buffer.concat([body.done(), acl, createWriter().int(modes[mode]).done()])
      try {
        return (await send('create', { ...body, done: () => whole })).text()
      } catch (error) {
        if (error instanceof Refused && error.code === codes.nodeExists) return undefined
        throw error
      }
    },
    remove: async (path) => void (await send('delete', createWriter().text(path).int(-1)).catch(unlessMissing)),
    onLost(listener) {
      if (lost) listener(lost)
      else lostListeners.add(listener)
    },
    async close() {
      clearInterval(heartbeat)
      await Promise.race([
        send('close', createWriter()).catch(() => undefined),
        new Promise((resolve) => setTimeout(resolve, 1_000).unref()),
      ])
      gone('it was closed')
    },
  }
}
