// One Docker engine behind one address: the only way the rest of the server talks to it.
// The version is negotiated here, every failure is told in one vocabulary, and no call can wait for ever.
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import Dockerode from 'dockerode'
import { AppError } from '@/server/errors'
import { parseAddress, placeOf } from './address'
import type { VersionAnswer } from './api-types'
import { createBatches } from './batch'
import { engineRefusal, parseBody, readText } from './body'
import { type Call, type Endable, send } from './call'
import { createPulse, pingRequest } from './pulse'
import { openRawExchange, type RawExchange } from './raw-exchange'
import { openTransport, type TlsFiles } from './transport'
import { chooseVersion } from './version'

export type QueryValue = string | number | boolean | undefined
export type JsonRequest = {
  query?: Record<string, QueryValue>
  body?: object
  headers?: Record<string, string>
  /** To the end of the answer. Default 30 s. */
  timeoutMs?: number
  signal?: AbortSignal
  /** Once the connection stands, before anything goes out. Throws when nothing may. */
  beforeSent?: (() => void) | undefined
}
export type StreamRequest = {
  query?: Record<string, QueryValue>
  body?: Readable | Buffer | object
  headers?: Record<string, string>
  /** To the answer's first byte. Default 30 s; 0: none. */
  timeoutMs?: number
  signal?: AbortSignal
}

export interface Engine {
  readonly address: string
  /** On the same connections. Prefer json and stream: they tell failures apart and have time-outs. */
  readonly docker: Dockerode
  /** `path` without the /vX.YY prefix. An answer without a body gives undefined. */
  json<T>(method: string, path: string, request?: JsonRequest): Promise<T>
  /** The answer once its head says success; the caller reads it to the end or destroys it. */
  stream(method: string, path: string, request?: StreamRequest): Promise<IncomingMessage>
  /** The words of a client as they are: the endpoint relays them. Throws when the engine was closed. */
  open(exchange: RawExchange): ClientRequest
  /** Ends every connection; calls under way fail with host_unreachable. */
  close(): void
}

/** What only the cluster does with an engine. */
export interface OwnedEngine extends Engine {
  /** Asks /version when `fresh`, or when it was not asked yet. */
  version(fresh?: boolean): Promise<VersionAnswer>
  /** The cheapest sign of life. */
  ping(timeoutMs: number): Promise<void>
  /**
   * Asks for many small things at once. `take` is called for each that was answered with success and says whether it is what was
   * asked for. Whatever is left is to be asked in the usual way; also when one answer takes longer than `patienceMs`.
   */
  batch(paths: readonly string[], take: (at: number, text: string) => boolean, patienceMs?: number): Promise<void>
  /** Ends every connection and call under way with this error; new calls may follow. */
  drop(reason: AppError): void
  sshHostKey(): string | undefined
}

export type EngineOptions = {
  tls?: TlsFiles | undefined
  sshKey?: string | undefined
  sshHostKey?: string | undefined
  connectTimeoutMs?: number
  timeoutMs?: number
  /** At every answer, whatever it says: a sign of life. */
  onAnswer?: () => void
}

function withQuery(path: string, query: Record<string, QueryValue> | undefined): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(key, String(value))
  const text = search.toString()
  return text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`
}

/** dockerode does not negotiate; its modem reads this at each call. */
const speak = (docker: Dockerode, prefix: string) => Object.assign(docker.modem, { version: prefix.slice(1) })

/** Connects at the first call, not here. Throws invalid_address. */
export function openEngine(addressText: string, options: EngineOptions = {}): OwnedEngine {
  const address = parseAddress(addressText)
  const { connectTimeoutMs = 5_000, timeoutMs: defaultTimeoutMs = 30_000 } = options
  const transport = openTransport(address, {
    tls: options.tls,
    ssh: { key: options.sshKey, hostKey: options.sshHostKey },
    connectTimeoutMs,
  })
  const pulse = createPulse(transport)
  const underWay = new Set<Endable>()
  const askInBatch = createBatches(transport, underWay)
  let negotiated: Promise<{ prefix: string; answer: VersionAnswer }> | undefined
  let docker: Dockerode | undefined
  let closed: AppError | undefined

  const sendChecked = async (call: Call): Promise<IncomingMessage> => {
    if (closed) throw closed
    const response = await send(transport, call, underWay)
    options.onAnswer?.()
    const statusCode = response.statusCode ?? 0
    // 304 is the engine's "it is so already". It never redirects: another 3xx answers a path it rewrote.
    if ((statusCode >= 200 && statusCode < 300) || statusCode === 304) return response
    throw engineRefusal(statusCode, await readText(response, call.what, 10_000, address), call.what, address)
  }

  const exchangeJson = async (method: string, path: string, what: string, request: JsonRequest): Promise<unknown> => {
    const timeoutMs = request.timeoutMs ?? defaultTimeoutMs
    const { headers, signal, body, beforeSent } = request
    const call = { method, path, what, headers, body, answerTimeoutMs: timeoutMs, signal, beforeSent }
    const response = await sendChecked(call)
    return parseBody(await readText(response, what, timeoutMs, address), what, address)
  }

  const negotiate = async (timeoutMs: number) => {
    const answer = (await exchangeJson('GET', '/version', 'GET /version', { timeoutMs })) as VersionAnswer | undefined
    const prefix = `/v${chooseVersion(answer, address)}`
    if (docker) speak(docker, prefix)
    return { prefix, answer: answer ?? {} }
  }

  const negotiation = (fresh = false) => {
    if (!negotiated || fresh) {
      const current = negotiate(Math.min(defaultTimeoutMs, 10_000))
      negotiated = current
      current.catch(() => {
        if (negotiated === current) negotiated = undefined
      })
    }
    return negotiated
  }

  const drop = (reason: AppError) => {
    for (const call of [...underWay]) call.destroy(reason)
    pulse.drop(reason)
    transport.drop()
  }

  const openDockerode = (): Dockerode => {
    const { agent, target } = transport
    // Everything is named, or dockerode would take it from DOCKER_HOST.
    const opened = new Dockerode({
      protocol: address.kind === 'tls' ? 'https' : 'http',
      host: address.kind === 'unix' ? undefined : String(target.host),
      port: address.kind === 'unix' || address.kind === 'ssh' ? undefined : address.port,
      socketPath: address.kind === 'unix' ? address.path : undefined,
      agent,
    } as Dockerode.DockerOptions)
    negotiated?.then(
      ({ prefix }) => speak(opened, prefix),
      () => undefined,
    )
    return opened
  }

  return {
    address: address.text,
    get docker() {
      docker ??= openDockerode()
      return docker
    },
    async json<T>(method: string, path: string, request: JsonRequest = {}) {
      const { prefix } = await negotiation()
      const what = `${method} ${path.split('?')[0]}`
      return (await exchangeJson(method, prefix + withQuery(path, request.query), what, request)) as T
    },
    async stream(method, path, request = {}) {
      const { prefix } = await negotiation()
      const { body, headers, signal, timeoutMs = defaultTimeoutMs } = request
      const what = `${method} ${path.split('?')[0]}`
      const call = { method, path: prefix + withQuery(path, request.query), what, headers, body, signal }
      return sendChecked({ ...call, answerTimeoutMs: timeoutMs })
    },
    open(exchange) {
      if (closed) throw closed
      return openRawExchange(transport, exchange, underWay, () => options.onAnswer?.())
    },
    async batch(paths, take, patienceMs) {
      const { prefix } = await negotiation()
      if (closed) throw closed
      const full = paths.map((path) => prefix + path)
      await askInBatch({ paths: full, take, patienceMs, onAnswer: () => options.onAnswer?.() })
    },
    version: async (fresh) => (await negotiation(fresh)).answer,
    async ping(timeoutMs) {
      if (closed) throw closed
      if (await pulse.beat(timeoutMs)) return options.onAnswer?.()
      const what = pingRequest
      const response = await sendChecked({ method: 'GET', path: '/_ping', what, answerTimeoutMs: timeoutMs })
      await readText(response, what, timeoutMs, address)
      if (!closed) pulse.prepare()
    },
    drop,
    sshHostKey: transport.sshHostKey,
    close() {
      closed = new AppError('host_unreachable', `The connection to ${placeOf(address)} was closed`)
      drop(closed)
    },
  }
}
