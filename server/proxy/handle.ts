// One request from its first look to its end: is it framed and worded so that it can be passed on, which row is it, who does it.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { Caller } from '@/server/docker-access/caller'
import { AppError } from '@/server/errors'
import { credentialsOf } from './access/credentials'
import type { LiveCallers } from './access/live-callers'
import { audited, type Outcome } from './audit'
import {
  actOn,
  type ContainerHandling,
  pathOfContainer,
  relayToContainer,
  targetOfContainer,
} from './containers/relay-container'
import { hijack, refuseOnSocket, type Upgrade } from './hijack'
import { badRequest, type DockerRefusal, refusalOf, sendError } from './http/docker-error'
import { browserRefusal, oddFraming } from './http/framing'
import { linger } from './http/linger'
import { pathOf, type RequestTarget, readTarget } from './http/request-target'
import { guardRoute } from './policy/guard'
import { relay } from './relay'
import { createRouter, type Match } from './router'
import { type Handling, routes } from './routes'
import type { EndpointContext, Exchange, ProxyContext } from './types'

type Found = { target: RequestTarget; version: string; match: Match<Handling> }

const route = createRouter(routes)

/** A refusal, or where the request goes. */
function find(
  { versions, answersToAnyName = false }: Pick<ProxyContext, 'versions' | 'answersToAnyName'>,
  request: IncomingMessage,
): Found | DockerRefusal {
  const method = request.method ?? ''
  const odd = oddFraming(method, request.rawHeaders)
  if (odd !== null) return { status: 400, message: odd }
  const openly = answersToAnyName ? 'any' : 'own'
  const browser = browserRefusal(request.rawHeaders, request.socket instanceof TLSSocket ? 'checked' : openly)
  if (browser !== null) return { status: 403, message: browser }
  const target = readTarget(request.url ?? '')
  if (typeof target === 'string') return { status: 400, message: target }
  const chosen = versions.choose(target.version)
  if ('refusal' in chosen) return { status: 400, message: chosen.refusal }
  const match = route(method, target.segments)
  if (match === null) return { status: 404, message: 'page not found' }
  if (match === 'method') return { status: 405, message: `${method} is no method of this path.` }
  return { target, version: chosen.version, match }
}

async function answer(context: ProxyContext, exchange: Exchange, handling: Handling): Promise<void> {
  switch (handling.kind) {
    case 'own':
      return handling.answer(context, exchange)
    case 'container':
      return relayToContainer(context, exchange, withRest(handling, exchange))
    case 'exec-start': {
      const id = exchange.params.id ?? ''
      const hostId = await context.execs.find(id)
      await relay(context, exchange, { hostId, path: pathOf(exchange.version, ['exec', id, 'start']) })
      return
    }
    case 'any-host': {
      const host = context.versions.anyHost()
      if (!host) throw new AppError('host_unreachable', 'No healthy node available in the cluster')
      const { version, target } = exchange
      await relay(context, exchange, { hostId: host.id, path: pathOf(version, target.segments, target.query) })
      return
    }
    case 'takeover':
      throw badRequest('This path takes the connection over: ask for an upgrade.')
    case 'refused': {
      const instead = handling.instead?.(context)
      if (instead) return instead(context, exchange)
      return sendError(exchange.response, { status: handling.status, message: handling.reason })
    }
  }
}

/** Of what is not known here, questions at least are told from acts. */
const withRest = (handling: ContainerHandling, { params, request }: Exchange): ContainerHandling => {
  if (params.rest === undefined) return handling
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  return { ...handling, rest: params.rest.split('/'), action: isRead ? null : handling.action }
}

/** Calls back with who asks: at once where nobody has to be asked for that. */
function admitted(
  { access, log }: EndpointContext,
  callers: LiveCallers,
  { request, socket }: { request: IncomingMessage; socket: Duplex },
  serve: (caller: Caller, forget: () => void) => void,
  refuse: (refusal: DockerRefusal) => void,
): void {
  const credentials = credentialsOf(socket, request)
  const watch = callers.expect(socket, credentials)
  const enter = (caller: Caller) => {
    if (!socket.destroyed) serve(caller, watch(caller))
  }
  const turnAway = (error: unknown) => {
    if (!socket.destroyed) refuse(refusalOf(error, log))
  }
  try {
    const caller = access.admit(credentials)
    if (caller instanceof Promise) caller.then(enter).catch(turnAway)
    else enter(caller)
  } catch (error) {
    turnAway(error)
  }
}

/** What engines say of themselves with every answer; in a relayed one the engine's own words take their place. */
const introduce = ({ versions, version }: Pick<ProxyContext, 'versions' | 'version'>, response: ServerResponse) => {
  response.setHeader('Api-Version', versions.range().newest)
  response.setHeader('Docker-Experimental', 'false')
  response.setHeader('Ostype', 'linux')
  response.setHeader('Server', `Lotse/${version} (linux)`)
}

const serve = (context: ProxyContext, request: IncomingMessage, response: ServerResponse): void => {
  const { forwarding, caller } = context
  if (forwarding?.takes(request)) {
    forwarding.answer(caller, request, response)
    return
  }
  introduce(context, response)
  const refuse = (refusal: DockerRefusal) => {
    linger(request, response)
    sendError(response, refusal)
  }
  const found = find(context, request)
  if ('message' in found) {
    refuse(found)
    return
  }
  const { target, version, match } = found
  const { params, row } = match
  const exchange: Exchange = { request, response, target, version, params }
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const begin = async () => {
    if (!isRead) context.leadership?.requireLead()
    await answer(context, exchange, row.handling)
  }
  const work =
    context.caller.policy === null || row.handling.kind === 'refused'
      ? begin()
      : guardRoute(context, exchange, row).then(begin)
  work.catch((error: unknown) => {
    // Whoever went away is told nothing.
    if (!response.destroyed) refuse(refusalOf(error, context.log))
  })
}

export const createHandler =
  (context: EndpointContext, callers: LiveCallers) =>
  (request: IncomingMessage, response: ServerResponse): void =>
    admitted(
      context,
      callers,
      { request, socket: request.socket },
      (caller, forget) => {
        // The connection may have gone to another answer, or away, while somebody was asked who this is.
        if (response.destroyed) return forget()
        response.once('close', forget)
        serve({ ...context, caller }, request, response)
      },
      (refusal) => {
        response.shouldKeepAlive = false
        linger(request, response)
        sendError(response, refusal)
      },
    )

const takeOver = async (context: ProxyContext, upgrade: Upgrade, { target, version, match }: Found): Promise<void> => {
  await guardRoute(context, { request: upgrade.request, target, params: match.params }, match.row)
  const { handling } = match.row
  if (handling.kind === 'takeover') return handling.take(context, upgrade, version)
  if (handling.kind === 'exec-start') {
    const id = match.params.id ?? ''
    const hostId = await context.execs.find(id)
    await hijack(context, upgrade, { hostId, path: pathOf(version, ['exec', id, 'start']) })
    return
  }
  if (handling.kind !== 'container') return
  const container = targetOfContainer(context, handling, match.params.ref ?? '')
  const act = actOn(handling, container)
  const place = { hostId: container.hostId, path: pathOfContainer(handling, container, { version, target }) }
  const work = (): Promise<Outcome> => hijack(context, upgrade, place)
  await (act === null ? work() : audited(context, act, work))
}

/** Requests that want the connection. */
export const createUpgradeHandler =
  (endpoint: EndpointContext, callers: LiveCallers, answerPlainly: (upgrade: Upgrade) => void) =>
  (upgrade: Upgrade): void => {
    const { socket } = upgrade
    const enter = (caller: Caller) => {
      const { forwarding } = endpoint
      if (forwarding?.takes(upgrade.request)) return forwarding.takeOver(caller, upgrade)
      const context = { ...endpoint, caller }
      const found = find(context, upgrade.request)
      if ('message' in found) return refuseOnSocket(socket, found)
      const { handling } = found.match.row
      const mayTakeOver =
        handling.kind === 'exec-start' ||
        handling.kind === 'takeover' ||
        (handling.kind === 'container' && handling.hijacks === true)
      if (!mayTakeOver) return answerPlainly(upgrade)
      takeOver(context, upgrade, found).catch((error: unknown) => refuseOnSocket(socket, refusalOf(error, context.log)))
    }
    admitted(endpoint, callers, upgrade, enter, (refusal) => refuseOnSocket(socket, refusal))
  }
