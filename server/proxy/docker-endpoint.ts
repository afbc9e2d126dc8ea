// The cluster as one Docker engine: a listener of its own, plain node:http, for whatever speaks to an engine. Without TLS it has no
// login, so it listens on this machine only.
import { once } from 'node:events'
import { chmod, rm, stat } from 'node:fs/promises'
import { type IncomingMessage, type Server, ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Caller } from '@/server/docker-access/caller'
import type { TlsSource } from '@/server/docker-access/tls-source'
import { AppError } from '@/server/errors'
import type { RescheduleNeeds } from '@/server/overview/reschedule-needs'
import type { PlannedContainer } from '@/server/stacks/plan-input'
import { createListener, type Listener } from './access/listener'
import { createLiveCallers } from './access/live-callers'
import { createRendezvous } from './buildkit/rendezvous'
import { createContainerListing } from './containers/container-listing'
import { createExecHosts } from './containers/exec-hosts'
import { createGivenUp } from './containers/given-up'
import { createEventHub } from './events/event-hub'
import { createForwarding } from './forward'
import { createHandler, createUpgradeHandler } from './handle'
import { refuseOnSocket, type Upgrade } from './hijack'
import { createPlacement } from './placement/placement'
import { startRescheduling } from './reschedule/reschedule'
import { createApiVersions } from './system/api-versions'
import type { EndpointContext, ProxyParts } from './types'

export type DockerEndpoint = {
  /** Of the first port that it listens on. */
  address: AddressInfo
  /** What is held for containers that no engine has yet. */
  claimed(): PlannedContainer[]
  /** What of it needs a human; null: it is not done here. */
  rescheduling: RescheduleNeeds | null
  close(): Promise<void>
}
/** A port, or the path of a socket. */
export type Listen = ({ host: string; port: number } | { path: string }) & { tls?: TlsSource | null }

/** Of what nobody asks for at this moment. */
const rescheduling: Caller = { role: 'admin', policy: null, actor: 'rescheduling', details: null }

/** Filters of a long list of ids stand in the path. */
const mostHeaderBytes = 64 * 1024
const headersTimeoutMs = 60_000
/** Longer than clients keep idle connections, so that it is rarely us who closes one that is about to be used. */
const idleMs = 120_000

export async function startDockerEndpoint(
  parts: ProxyParts,
  listen: Listen | readonly Listen[],
): Promise<DockerEndpoint> {
  const { cluster } = parts
  const context: EndpointContext = {
    ...parts,
    placement: createPlacement(cluster, parts.strategy, parts.promised, parts.rules),
    execs: createExecHosts(cluster),
    listing: createContainerListing(cluster),
    givenUp: createGivenUp(parts),
    rendezvous: createRendezvous(),
    events: createEventHub(cluster),
    versions: createApiVersions(cluster),
    forwarding: parts.leadership ? createForwarding(parts, parts.leadership) : null,
  }
  const callers = createLiveCallers(parts.access)
  const listeners: Listener[] = []
  const rescheduler = parts.reschedules
    ? startRescheduling({ ...context, caller: rescheduling }, parts.isKeptByOthers, parts.rescheduleRetryMs)
    : null
  const stop = () => {
    rescheduler?.stop()
    context.forwarding?.stop()
    callers.stop()
    for (const listener of listeners) listener.stop()
    context.placement.stop()
    context.listing.stop()
    context.givenUp.stop()
    context.events.stop()
    context.versions.stop()
  }
  const handle = createHandler(context, callers)
  /** The answer that each connection is being given. */
  const answers = new WeakMap<Duplex, ServerResponse>()
  /** All that each connection has asked for and not been given wholly; a later one may be ready before an earlier one is. */
  const unanswered = new WeakMap<Duplex, Set<ServerResponse>>()
  const receive = (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    const open = unanswered.get(socket) ?? new Set()
    unanswered.set(socket, open.add(response))
    response.once('close', () => open.delete(response))
    if (response.socket !== null) answers.set(socket, response)
    else {
      // Sent before the answer to an earlier one has ended: it has no connection yet, whose end Node would tell it of.
      const leave = () => {
        response.destroy()
        response.emit('close')
      }
      socket.once('close', leave)
      response.once('socket', () => {
        socket.off('close', leave)
        answers.set(socket, response)
      })
    }
    handle(request, response)
  }
  // A `docker load` takes as long as it takes; only heads have a time in which to come.
  const options = {
    maxHeaderSize: mostHeaderBytes,
    headersTimeout: headersTimeoutMs,
    requestTimeout: 0,
    keepAliveTimeout: idleMs,
    // A client that vanished is noticed on a stream on which nothing happens.
    keepAlive: true,
    keepAliveInitialDelay: 30_000,
  }
  const taken = new Set<Duplex>()

  /** A client that would rather speak another protocol is answered as if it had not asked. */
  const answerPlainly = ({ request, socket, head }: Upgrade) => {
    const hasBody =
      request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
    if (head.length > 0 || hasBody) {
      return refuseOnSocket(socket, { status: 400, message: 'This path does not take the connection over.' })
    }
    const response = new ServerResponse(request)
    response.shouldKeepAlive = false
    response.assignSocket(socket as Socket)
    response.once('finish', () => socket.end())
    // Nobody else reads it any more, and only who reads hears that the client has left.
    socket.once('end', () => socket.destroy())
    socket.resume()
    handle(request, response)
  }
  const takeOver = createUpgradeHandler(context, callers, answerPlainly)
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    taken.add(socket)
    socket.once('close', () => taken.delete(socket))
    socket.on('error', () => socket.destroy())
    // In the middle of another answer there is no place for this one.
    if ([...(unanswered.get(socket) ?? [])].some(({ writableEnded }) => !writableEnded)) return void socket.destroy()
    takeOver({ request, socket, head })
  }
  const onClientError = (error: NodeJS.ErrnoException, socket: Duplex) => {
    // In the middle of an answer no word would be taken for what it is.
    const answer = answers.get(socket)
    const isAmidst = answer?.headersSent === true && !answer.writableFinished
    if (error.code === 'ECONNRESET' || isAmidst) return void socket.destroy()
    const isLong = error.code === 'HPE_HEADER_OVERFLOW'
    refuseOnSocket(socket, {
      status: isLong ? 431 : 400,
      message: isLong ? 'The head of the request is too long.' : 'The request is not proper HTTP.',
    })
  }

  const close = async () => {
    const open = listeners.filter(({ server }) => server.listening)
    const closed = open.map(({ server }) => once(server, 'close'))
    for (const { server, cut } of open) {
      server.close()
      cut()
    }
    for (const socket of taken) socket.destroy()
    await Promise.all(closed)
    stop()
  }
  for (const { tls = null, ...place } of [listen].flat()) {
    const listener = createListener(options, tls, receive)
    const { server } = listener
    listeners.push(listener)
    server.on('upgrade', onUpgrade)
    server.on('clientError', onClientError)
    try {
      await listenOn(server, place)
    } catch (error) {
      await close()
      throw error
    }
  }
  const address = listeners.map(({ server }) => server.address()).find((each) => typeof each === 'object') ?? noPort
  return { address, claimed: context.placement.claimed, rescheduling: rescheduler, close }
}

/** Of an endpoint that has sockets only. */
const noPort: AddressInfo = { address: '', family: '', port: 0 }

async function listenOn(server: Server, listen: Listen): Promise<void> {
  if ('path' in listen) await forsakeSocket(listen.path)
  server.listen(listen)
  try {
    await once(server, 'listening')
    // As an engine's own socket: whoever may write to it owns every host.
    if ('path' in listen) await chmod(listen.path, 0o660)
  } catch (error) {
    const place = 'path' in listen ? listen.path : `${listen.host}:${listen.port}`
    throw new AppError(
      'invalid_input',
      `The Docker API cannot listen on ${place} (${(error as NodeJS.ErrnoException).code}).`,
      {
        details: { fix: 'Choose another address, or end the program that has it.' },
        cause: error,
      },
    )
  }
}

/** A program that was killed leaves its socket behind; one on which somebody answers stays. */
async function forsakeSocket(path: string): Promise<void> {
  if (!(await stat(path).catch(() => null))?.isSocket()) return
  const socket = connect({ path })
  const isAnswered = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  if (!isAnswered) await rm(path, { force: true })
}
