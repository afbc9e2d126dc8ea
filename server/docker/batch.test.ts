import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '@/server/errors'
import { type OwnedEngine, openEngine } from './engine'

let server: Server
let engine: OwnedEngine
const ports = new Set<number | undefined>()
const sockets = new Set<Socket>()
const paths = Array.from({ length: 30 }, (_, at) => `/things/${at}`)

const engineThat = async (answer: RequestListener) => {
  ports.clear()
  server = createServer((request, response) => {
    if (request.url === '/version') return void response.end('{"ApiVersion":"1.45","MinAPIVersion":"1.24"}')
    ports.add(request.socket.remotePort)
    answer(request, response)
  })
  server.on('connection', (socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  engine = openEngine(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`)
}
afterEach(() => {
  engine.close()
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  server.close()
})
const numberOf = (url = '') => Number(url.split('/').at(-1))
const well: RequestListener = (request, response) => {
  const text = JSON.stringify({ at: numberOf(request.url) })
  // As engines do: with a length, or in pieces.
  if (numberOf(request.url) % 2 === 0) return void response.end(text)
  response.write(text)
  response.end()
}
const answered = async (isWanted = (_at: number) => true) => {
  const found: number[] = []
  await engine.batch(paths, (at, text) => {
    if (JSON.parse(text).at !== at || !isWanted(at)) return false
    found.push(at)
    return true
  })
  return found
}
const until = (count: number) => Array.from({ length: count }, (_, at) => at)

describe('a batch of questions', () => {
  it('is answered in order over one connection', async () => {
    await engineThat(well)
    expect(await answered()).toEqual(until(30))
    expect(ports.size).toBe(1)
  })

  it('goes over the connection of the one before it, and over another one where that has ended', async () => {
    await engineThat(well)
    await answered()
    await answered()
    expect(ports.size).toBe(1)
    const gone = [...sockets].map((socket) => once(socket, 'close'))
    for (const socket of sockets) socket.end()
    await Promise.all(gone)
    expect(await answered()).toEqual(until(30))
    expect(ports.size).toBe(2)
  })

  it('runs beside another one', async () => {
    await engineThat(well)
    await answered()
    expect(await Promise.all([answered(), answered(), answered()])).toEqual([until(30), until(30), until(30)])
    expect(ports.size).toBe(3)
  })

  it('leaves out what is refused', async () => {
    await engineThat((request, response) => {
      if (numberOf(request.url) === 7) response.statusCode = 404
      well(request, response)
    })
    expect(await answered()).toEqual(until(30).filter((at) => at !== 7))
  })

  it('gives the rest up when the connection ends', async () => {
    await engineThat((request, response) => {
      if (numberOf(request.url) === 5) return void request.socket.destroy()
      well(request, response)
    })
    const found = await answered()
    expect(found).toEqual(until(found.length))
    expect(found.length).toBeLessThanOrEqual(5)
  })

  it('gives the rest up when an answer is none to its question', async () => {
    await engineThat(well)
    expect(await answered((at) => at !== 9)).toEqual(until(9))
  })

  it('gives the rest up when an answer is written in an unusual way', async () => {
    await engineThat((request, response) => {
      if (numberOf(request.url) === 3) response.setHeader('connection', 'close')
      well(request, response)
    })
    expect(await answered()).toEqual(until(3))
  })

  it('fails when the engine is dropped while it connects, and leaves nothing open', async () => {
    await engineThat(well)
    await engine.version()
    const before = sockets.size
    const arrived = once(server, 'connection')
    const outcome = expect(answered()).rejects.toThrow('gone for good')
    await Promise.resolve()
    await Promise.resolve()
    engine.drop(new AppError('host_unreachable', 'gone for good'))
    await outcome
    const [socket] = (await arrived) as [Socket]
    if (!socket.destroyed) await once(socket, 'close')
    expect(sockets.size).toBe(before + 1)
  })

  it('fails when the engine is dropped', async () => {
    let asked: () => void = () => undefined
    const arrived = new Promise<void>((resolve) => {
      asked = resolve
    })
    await engineThat(() => asked())
    const outcome = expect(answered()).rejects.toThrow('gone for good')
    await arrived
    engine.drop(new AppError('host_unreachable', 'gone for good'))
    await outcome
  })
})
