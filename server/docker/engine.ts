// One Docker engine behind one address: the only way the rest of the server talks to it.
// The version is negotiated here, every failure is told in one vocabulary, and no call can wait for ever.
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type Dockerode from 'dockerode'

export type QueryValue = string | number | boolean | undefined
export type JsonRequest = {
  query?: Record<string, QueryValue>
  body?: unknown
  headers?: Record<string, string>
  /** To the end of the answer. Default 30 s. */
  timeoutMs?: number
  signal?: AbortSignal
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
  /** Ends every connection; calls under way fail with host_unreachable. */
  close(): void
}
