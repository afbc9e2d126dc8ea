// One connection's way to the builders of the hosts, each opened when it is first needed and closed with the client's. A manager
// that does not lead any more opens none and begins nothing; what it has begun goes on, as a stream that was taken over does.
import http2, { type ClientHttp2Session } from 'node:http2'
import { AppError } from '@/server/errors'
import { messageIn } from '../http/docker-error'
import { pathOf } from '../http/request-target'
import { readAnswer } from '../read-answer'
import { failureOf } from '../relay'
import type { ProxyContext } from '../types'

export type Upstreams = {
  to(hostId: string): Promise<ClientHttp2Session>
  /** For what changes something: whoever froze while the connection was made sends nothing over it. */
  toAct(hostId: string): Promise<ClientHttp2Session>
  close(): void
}

type Parts = Pick<ProxyContext, 'cluster' | 'leadership'>

async function open({ cluster, leadership }: Parts, hostId: string, version: string) {
  const engine = cluster.engine(hostId)
  const upgrade = { connection: 'Upgrade', upgrade: 'h2c', 'content-length': 0 }
  const request = engine.open({
    method: 'POST',
    path: pathOf(version, ['grpc']),
    headers: upgrade,
    ownConnection: true,
    beforeSent: leadership?.requireLead,
  })
  return new Promise<ClientHttp2Session>((resolve, reject) => {
    request.on('error', (error) => reject(failureOf(engine, error)))
    request.once('upgrade', (_answer, stream, first) => {
      if (first.length > 0) stream.unshift(first)
      const session = http2.connect('http://builder', { createConnection: () => stream })
      session.on('error', () => undefined)
      stream.once('end', () => session.destroy())
      resolve(session)
    })
    request.once('response', (answer) => {
      const status = answer.statusCode ?? 502
      readAnswer(answer).then(
        (text) => reject(new AppError('engine_error', messageIn(text), { details: { statusCode: status } })),
        reject,
      )
    })
    request.end()
  })
}

export function createUpstreams(context: Parts, version: string): Upstreams {
  const sessions = new Map<string, Promise<ClientHttp2Session>>()
  let isClosed = false
  const to = (hostId: string) => {
    const there = sessions.get(hostId)
    if (there) return there
    const opened = open(context, hostId, version)
    sessions.set(hostId, opened)
    const forget = () => {
      if (sessions.get(hostId) === opened) sessions.delete(hostId)
    }
    opened.then((session) => {
      if (isClosed) session.destroy()
      session.once('close', forget)
    }, forget)
    return opened
  }
  return {
    to,
    async toAct(hostId) {
      const session = await to(hostId)
      context.leadership?.requireLead()
      return session
    },
    close() {
      isClosed = true
      for (const opened of sessions.values()) {
        opened.then(
          (session) => session.destroy(),
          () => undefined,
        )
      }
      sessions.clear()
    },
  }
}
