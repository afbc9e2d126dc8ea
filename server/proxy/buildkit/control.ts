// What clients of BuildKit say to `/grpc`: calls about one build go to its host, questions to any, and what clears up to all of
// them. The connection ends here, because one carries many builds and only inside of it stands what they are.
import http2, { type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import type { Caller } from '@/server/docker-access/caller'
import { AppError, isAppError, messageOf as wordsOf } from '@/server/errors'
import type { Upgrade } from '../hijack'
import { guardBuildFile, guardBuildKit, guardBuildProcess, guardUnknownCall } from '../policy/guard'
import { clientLeft } from '../relay'
import type { ProxyContext } from '../types'
import { askedOfFrontend, askedOfSolve } from './asked'
import { type Build, keys, refuseBuild, startBuild } from './build'
import { onEveryBuilder } from './every-builder'
import { carryStream, framed, grpcCodes, messageOf, readStream, refuseStream } from './grpc'
import { readFrontendOptions, readRef, readSolve } from './messages'
import type { Rendezvous } from './rendezvous'
import { withoutCalls } from './sources'
import { createUpstreams, type Upstreams } from './upstreams'

const control = '/moby.buildkit.v1.Control/'
const bridge = '/moby.buildkit.v1.frontend.LLBBridge/'
/** Questions about the builder itself. */
const harmless = new Set([
  `${control}ListWorkers`,
  `${control}Info`,
  `${control}ListenBuildHistory`,
  '/grpc.health.v1.Health/Check',
  '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
])
/** Of the client's part of a build: what its frontends ask. */
const ofFrontends = new Set([
  'Evaluate',
  'ExecProcess',
  'Inputs',
  'NewContainer',
  'Ping',
  'ReadDir',
  'ReadFile',
  'ReleaseContainer',
  'ResolveImageConfig',
  'ResolveSourceMeta',
  'Return',
  'Solve',
  'StatFile',
  'Warn',
])
/** Programs that it runs there. */
const processes = new Set(['NewContainer', 'ExecProcess'])
const refHeader = 'buildkit-controlapi-buildid'
/** More than any client has open at once. */
const mostStreams = 200

type Call = { context: ProxyContext; upstreams: Upstreams; stream: ServerHttp2Stream; headers: IncomingHttpHeaders }

/** By the reference that clients give them; of each endpoint. */
const builds = new WeakMap<Rendezvous, Map<string, Build>>()
const buildsOf = ({ rendezvous }: ProxyContext): Map<string, Build> => {
  const there = builds.get(rendezvous) ?? new Map<string, Build>()
  builds.set(rendezvous, there)
  return there
}

const whoIs = ({ actor, details }: Caller) => JSON.stringify([actor, details?.user, details?.certificate])

/** Within a build its client's secrets and files can be had: they are for whoever began it. */
const mayAsk = ({ caller }: ProxyContext, build: Build): boolean =>
  caller.policy === null || whoIs(caller) === whoIs(build.caller)

async function solve({ context, upstreams, stream, headers }: Call): Promise<void> {
  const given = await readStream(stream)
  const request = readSolve(messageOf(given))
  const all = buildsOf(context)
  const requireFree = () => {
    if (all.has(request.ref)) throw new AppError('conflict', `job ID ${request.ref} exists`)
  }
  const refuse = (error: unknown): never => {
    refuseBuild(context, request, error as Error)
    throw error
  }
  requireFree()
  await guardBuildKit(context, () => askedOfSolve(messageOf(given)), `build ${request.names.join(', ')}`).catch(refuse)
  // While one is judged another of the same reference may have begun, and its client may have left.
  requireFree()
  if (stream.destroyed) throw clientLeft()
  let build: Build
  try {
    // The connection may be older than the lead of another manager.
    context.leadership?.requireLead()
    const mayCall = context.caller.policy?.engineCalls !== false
    const body = mayCall ? given : framed(withoutCalls(messageOf(given)))
    build = startBuild({ context, upstreams, stream, headers, body, solve: request })
  } catch (error) {
    return refuse(error)
  }
  all.set(request.ref, build)
  stream.once('close', () => {
    if (all.get(request.ref) === build) all.delete(request.ref)
  })
}

/** What the client's part of a build asks of it. */
async function askBuild({ context, upstreams, stream, headers }: Call, method: string): Promise<void> {
  const ref = String(headers[refHeader] ?? '')
  if (processes.has(method)) guardBuildProcess(context, `build ${ref}`)
  if (method === 'ReadFile') guardBuildFile(context, `build ${ref}`)
  if (!ofFrontends.has(method)) guardUnknownCall(context, `${bridge}${method}`)
  await context.rendezvous.find(keys.ref(ref))
  const build = buildsOf(context).get(ref)
  if (!build || !mayAsk(context, build)) throw new AppError('not_found', `no such job ${ref}`)
  const body = method === 'Solve' ? await readStream(stream) : undefined
  if (body !== undefined) {
    const attrs = readFrontendOptions(messageOf(body))
    await guardBuildKit(context, () => askedOfFrontend(messageOf(body)), `build ${ref}`)
    await build.decide(attrs)
  } else if (method !== 'Ping') await build.decide({})
  carryStream(stream, headers, await upstreams.to(build.hostId()), body)
}

async function watch({ context, upstreams, stream, headers }: Call): Promise<void> {
  const body = await readStream(stream)
  const ref = readRef(messageOf(body))
  const hostId = await context.rendezvous.find(keys.decided(ref))
  const build = buildsOf(context).get(ref)
  if (build && !mayAsk(context, build)) throw new AppError('not_found', `no such job ${ref}`)
  carryStream(stream, headers, await upstreams.to(hostId), body)
}

async function serve(call: Call, state: { lastHost?: string }): Promise<void> {
  const { context, upstreams, stream, headers } = call
  const path = headers[':path'] ?? ''
  if (path === `${control}Prune`) context.leadership?.requireLead()
  if (path === `${control}Solve`) return solve(call)
  if (path === `${control}Status`) return watch(call)
  if (path === `${control}Prune` || path === `${control}DiskUsage`) return onEveryBuilder(call)
  if (path === `${control}Session`) throw new AppError('not_supported', 'Sessions have a path of their own: /session')
  if (path.startsWith(bridge)) return askBuild(call, path.slice(bridge.length))
  if (!harmless.has(path)) guardUnknownCall(context, path)
  const hostId = state.lastHost ?? context.versions.anyHost()?.id
  if (hostId === undefined) throw new AppError('host_unreachable', 'No healthy node available in the cluster')
  state.lastHost = hostId
  carryStream(stream, headers, await upstreams.to(hostId))
}

const codeOf = (error: unknown): number => {
  if (!isAppError(error)) return grpcCodes.internal
  if (error.code === 'forbidden') return grpcCodes.forbidden
  if (error.code === 'host_unreachable') return grpcCodes.unavailable
  return error.code === 'not_supported' ? grpcCodes.unimplemented : grpcCodes.failedPrecondition
}

export function takeControl(context: ProxyContext, { socket, head }: Upgrade, version: string): void {
  socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')
  if (head.length > 0) socket.unshift(head)
  const session = http2.performServerHandshake(socket as Socket, { settings: { maxConcurrentStreams: mostStreams } })
  const upstreams = createUpstreams(context, version)
  const state: { lastHost?: string } = {}
  session.on('error', () => undefined)
  // The connection may be closed in one direction, and nothing more of its client's comes.
  socket.once('end', () => session.destroy())
  session.once('close', () => {
    upstreams.close()
    socket.destroy()
  })
  session.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => undefined)
    serve({ context, upstreams, stream, headers }, state).catch((error: unknown) =>
      refuseStream(stream, codeOf(error), wordsOf(error)),
    )
  })
}
