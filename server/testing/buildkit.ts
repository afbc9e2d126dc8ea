// BuildKit on both sides of the Docker API: messages as its clients write them, a client that asks, and builders that say yes to all.
import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { framed, messageOf, readStream } from '@/server/proxy/buildkit/grpc'
import { fieldsOf, textsIn } from '@/server/proxy/buildkit/wire'
import type { FakeEngine } from './fake-engine'

const varint = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)])
export const field = (number: number, content: string | Buffer): Buffer => {
  const bytes = Buffer.from(content as string)
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes])
}
export const entry = (number: number, key: string, value: string): Buffer =>
  field(number, Buffer.concat([field(1, key), field(2, value)]))

export type Asked = { path: string; message: Buffer }

/** What they were asked is in the list that comes back. */
export function fakeBuilders(engines: readonly FakeEngine[]): Asked[] {
  const asked: Asked[] = []
  for (const { upgrades } of engines) {
    upgrades.set('/grpc', (_request, socket, head) => {
      socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n')
      if (head.length > 0) socket.unshift(head)
      const session = http2.performServerHandshake(socket as Socket)
      session.on('error', () => undefined)
      session.on('stream', (stream, headers) => {
        stream.on('error', () => undefined)
        void readStream(stream).then((body) => {
          const path = String(headers[':path'])
          const message = messageOf(body)
          asked.push({ path, message })
          // What it is follows on another stream, and it is not over before.
          const isOpen = path.endsWith('.Control/Solve') && textsIn(fieldsOf(message), 6).length === 0
          if (isOpen) return
          stream.respond(
            { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '0' },
            { endStream: true },
          )
        })
      })
    })
  }
  return asked
}

/** Resolves with the status and words of the answer. */
export async function openBuildKit(port: number) {
  const headers = { connection: 'Upgrade', upgrade: 'h2c' }
  const request = http.request({ host: '127.0.0.1', port, method: 'POST', path: '/v1.45/grpc', headers })
  request.end()
  const [, socket, first] = (await once(request, 'upgrade')) as [http.IncomingMessage, Duplex, Buffer]
  if (first.length > 0) socket.unshift(first)
  const session = http2.connect('http://builder', { createConnection: () => socket })
  session.on('error', () => undefined)
  return {
    call: async (path: string, message: Buffer, more: http2.OutgoingHttpHeaders = {}) => {
      const head = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers', ...more }
      const stream = session.request(head, { endStream: false })
      let said: http2.IncomingHttpHeaders = {}
      for (const event of ['response', 'trailers']) {
        stream.on(event, (each: http2.IncomingHttpHeaders) => {
          said = { ...said, ...each }
        })
      }
      stream.on('error', () => undefined)
      stream.resume()
      stream.end(framed(message))
      await once(stream, 'close')
      return { status: Number(said['grpc-status']), words: decodeURIComponent(String(said['grpc-message'] ?? '')) }
    },
    close: () => session.destroy(),
  }
}
