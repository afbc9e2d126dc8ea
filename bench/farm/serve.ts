// From a request on a connection of one engine to its route: version, fault, route, error.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type FarmCall, sendError, sendJson, sendText } from './call'
import { chanceOf } from './chance'
import { type FaultState, meets } from './faults'
import { newestApi, oldestApi } from './host-json'
import { Refusal } from './refusal'
import { archiveRoutes } from './routes/archive-routes'
import { containerRoutes } from './routes/container-routes'
import { inventoryRoutes } from './routes/inventory-routes'
import { streamRoutes } from './routes/stream-routes'
import { hijackRoutes, terminalRoutes } from './routes/terminal-routes'
import type { FarmHost } from './types'
import type { FarmWorld } from './world'

const routes = [...containerRoutes, ...archiveRoutes, ...streamRoutes, ...terminalRoutes, ...inventoryRoutes]

type Target = { path: string; query: URLSearchParams; version: string | null }

function readTarget(url: string): Target {
  const at = url.indexOf('?')
  const whole = at < 0 ? url : url.slice(0, at)
  const match = /^\/v(\d+\.\d+)(\/.*)$/.exec(whole)
  return {
    path: match?.[2] ?? whole,
    version: match?.[1] ?? null,
    query: new URLSearchParams(at < 0 ? '' : url.slice(at + 1)),
  }
}

const minorOf = (version: string): number => Number(version.split('.')[0]) * 1_000 + Number(version.split('.')[1])

function checkVersion(version: string | null): void {
  if (version === null) return
  if (minorOf(version) > minorOf(newestApi)) {
    throw new Refusal(400, `client version ${version} is too new. Maximum supported API version is ${newestApi}`)
  }
  if (minorOf(version) < minorOf(oldestApi)) {
    throw new Refusal(
      400,
      `client version ${version} is too old. Minimum supported API version is ${oldestApi}, please upgrade your client to a newer version`,
    )
  }
}

const decoded = (groups: readonly string[]): string[] =>
  groups.map((text) => {
    try {
      return decodeURIComponent(text)
    } catch {
      throw new Refusal(400, `malformed path: ${text}`)
    }
  })

function answer(call: FarmCall, { path, version }: Target): void {
  const run = async () => {
    checkVersion(version)
    for (const [method, pattern, perform] of routes) {
      if (method !== call.request.method) continue
      const match = pattern.exec(path)
      if (!match) continue
      call.params = decoded(match.slice(1))
      return perform(call)
    }
    throw new Refusal(404, 'page not found')
  }
  run().catch((error: unknown) => sendError(call, error))
}

/** Answers, or does what the host's fault makes of it. */
function withFault(fault: FaultState, call: FarmCall, proceed: () => void): void {
  const { response } = call
  switch (fault.kind) {
    case 'hang':
      return void fault.held.push(() => response.destroyed || proceed())
    case 'slow': {
      const timer = setTimeout(proceed, fault.delayMs ?? 1_000)
      response.once('close', () => clearTimeout(timer))
      return
    }
    case 'garbage': {
      const chance = chanceOf(call.world.seed, 'garbage', call.host.index)
      const noise = Array.from({ length: 400 }, () => String.fromCharCode(33 + chance.under(90))).join('')
      return void sendText(call, 200, 'application/json', `<html>${noise}`)
    }
    case 'truncate':
      call.breaksOff = true
      return void proceed()
    case 'error':
      return void sendJson(
        call,
        { message: 'error creating temporary lease: write /var/lib/containerd/meta.db: no space left on device' },
        500,
      )
    case 'cut':
    case 'refuse':
      return void call.request.socket.destroy()
  }
}

export function serveRequest(
  world: FarmWorld,
  host: FarmHost,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const target = readTarget(request.url ?? '/')
  const call: FarmCall = { world, host, request, response, params: [], query: target.query, breaksOff: false }
  const proceed = () => answer(call, target)
  const { fault } = host
  if (fault && meets(fault, target.path)) withFault(fault, call, proceed)
  else proceed()
}

const statusTexts: Record<number, string> = { 400: 'Bad Request', 404: 'Not Found', 409: 'Conflict' }

const refuse = (socket: Duplex, error: unknown): void => {
  const status = error instanceof Refusal ? error.status : 500
  const text = `${JSON.stringify({ message: error instanceof Error ? error.message : String(error) })}\n`
  socket.end(
    `HTTP/1.1 ${status} ${statusTexts[status] ?? 'Internal Server Error'}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  )
}

const longestUpgradeBody = 64 * 1024

/** An upgrade's body is left unread by Node: its first part is in `head`, the rest, if any, still comes. */
function upgradeBody(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<string> {
  const length = Number(request.headers['content-length'] ?? 0)
  if (!(length <= longestUpgradeBody)) return Promise.reject(new Refusal(413, 'http: request body too large'))
  return new Promise((resolve, reject) => {
    let read = head
    const look = () => {
      if (read.length < length) return
      socket.off('data', hear)
      socket.pause()
      if (read.length > length) socket.unshift(read.subarray(length))
      resolve(read.subarray(0, length).toString('utf8'))
    }
    const hear = (chunk: Buffer) => {
      read = Buffer.concat([read, chunk])
      look()
    }
    socket.on('data', hear)
    socket.once('close', () => reject(new Refusal(400, 'unexpected EOF')))
    look()
  })
}

export function serveUpgrade(
  world: FarmWorld,
  host: FarmHost,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const { path, query, version } = readTarget(request.url ?? '/')
  socket.on('error', () => socket.destroy())
  const run = async () => {
    checkVersion(version)
    const body = await upgradeBody(request, socket, head)
    for (const [pattern, perform] of hijackRoutes) {
      const match = pattern.exec(path)
      if (!match || request.method !== 'POST') continue
      return perform({ world, host, request, socket, params: decoded(match.slice(1)), query, body })
    }
    throw new Refusal(404, 'page not found')
  }
  const { fault } = host
  const proceed = () => void run().catch((error: unknown) => refuse(socket, error))
  if (!fault || !meets(fault, path)) return void proceed()
  if (fault.kind === 'hang') fault.held.push(proceed)
  else if (fault.kind === 'slow') setTimeout(proceed, fault.delayMs ?? 1_000)
  else if (fault.kind === 'error') refuse(socket, new Refusal(500, 'no space left on device'))
  else socket.destroy()
}
