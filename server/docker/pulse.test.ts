import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, expect, it, vi } from 'vitest'
import { AppError } from '@/server/errors'
import { type OwnedEngine, openEngine } from './engine'

let server: Server
let engine: OwnedEngine
let connections: number
const sockets = new Set<Socket>()

const engineThat = async (answer: RequestListener) => {
  connections = 0
  server = createServer(answer)
  server.on('connection', (socket) => {
    connections += 1
    sockets.add(socket)
  })
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

const patientMs = 10_000
/** Once in the usual way, and the kept connection stands. */
const warmUp = async () => {
  await engine.ping(patientMs)
  await vi.waitFor(() => expect(connections).toBe(2), 20_000)
  await vi.waitFor(async () => {
    await engine.ping(patientMs)
    expect(lastPort).toBe(keptPort)
  }, 20_000)
}
let lastPort: number | undefined
let keptPort: number | undefined
const well: RequestListener = (request, response) => {
  lastPort = request.socket.remotePort
  if (request.headers.connection === undefined) keptPort = lastPort
  expect(request.headers.host).toMatch(/^127\.0\.0\.1:\d+$/)
  response.end('OK')
}

it('asks over one kept connection', async () => {
  await engineThat(well)
  await warmUp()
  for (let at = 0; at < 20; at += 1) await engine.ping(patientMs)
  expect(connections).toBe(2)
  expect(lastPort).toBe(keptPort)
})

it('asks in the usual way when the kept connection has ended', async () => {
  await engineThat(well)
  await warmUp()
  for (const socket of sockets) socket.destroy()
  await expect(engine.ping(patientMs)).resolves.toBeUndefined()
})

it('tells silence as silence, and asks anew afterwards', async () => {
  let isSilent = false
  await engineThat((request, response) => {
    if (!isSilent) well(request, response)
  })
  await warmUp()
  isSilent = true
  await expect(engine.ping(50)).rejects.toMatchObject({ code: 'engine_timeout' })
  isSilent = false
  await expect(engine.ping(patientMs)).resolves.toBeUndefined()
})

it('gives a refusal in the engine’s own words', async () => {
  let isBroken = false
  await engineThat((request, response) => {
    if (!isBroken) return well(request, response)
    response.writeHead(500, { 'content-type': 'application/json' })
    response.end('{"message":"out of order"}')
  })
  await warmUp()
  isBroken = true
  await expect(engine.ping(patientMs)).rejects.toMatchObject({ code: 'engine_error', message: 'out of order' })
})

it('opens no connection after the other at one that ends each', async () => {
  await engineThat((_request, response) => {
    response.setHeader('connection', 'close')
    response.end('OK')
  })
  for (let at = 0; at < 10; at += 1) {
    await engine.ping(patientMs)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  // One for each question, two more that were tried.
  expect(connections).toBeLessThanOrEqual(12)
})

it('takes an answer that is written otherwise for a sign of life', async () => {
  await engineThat((_request, response) => {
    response.write('O')
    response.end('K')
  })
  for (let at = 0; at < 5; at += 1) await expect(engine.ping(patientMs)).resolves.toBeUndefined()
})

it('puts an answer together that comes in pieces', async () => {
  await engineThat(well)
  await warmUp()
  const kept = [...sockets].find(({ remotePort }) => remotePort === keptPort)
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    expect(request.socket).toBe(kept)
    const pieces = ['HTTP/1.1 200 OK\r\nContent-', 'Length: 2\r\n\r', '\nO', 'K']
    const send = () => {
      const piece = pieces.shift()
      if (piece === undefined) return void response.detachSocket(request.socket)
      request.socket.write(piece, () => setTimeout(send, 5))
    }
    send()
  })
  await expect(engine.ping(patientMs)).resolves.toBeUndefined()
})

it('ends a question under way when dropped', async () => {
  let isSilent = false
  let asked: () => void = () => undefined
  await engineThat((request, response) => {
    if (isSilent) asked()
    else well(request, response)
  })
  await warmUp()
  isSilent = true
  const arrived = new Promise<void>((resolve) => {
    asked = resolve
  })
  const answer = engine.ping(patientMs)
  const outcome = expect(answer).rejects.toThrow('gone for good')
  await arrived
  engine.drop(new AppError('host_unreachable', 'gone for good'))
  await outcome
})
