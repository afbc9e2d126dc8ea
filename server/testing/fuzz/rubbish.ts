// What engines answer when they are broken, byte by byte.
import type { Chance } from './chance'

const head = (status: string, headers: string[]): string => `HTTP/1.1 ${status}\r\n${headers.join('\r\n')}\r\n\r\n`
const withLength = (status: string, body: string, length = Buffer.byteLength(body)): string =>
  head(status, ['Content-Type: application/json', `Content-Length: ${length}`]) + body

const statuses = [
  '200 OK',
  '201 Created',
  '204 No Content',
  '304 Not Modified',
  '404 Not Found',
  '409 Conflict',
  '500 Odd',
  '099 Odd',
  '999 Odd',
  '200',
]
const bodies = [
  '{}',
  '[]',
  'null',
  '{"message":"no"}',
  '{"Id":5}',
  '{"Id":"',
  '{"Id":"x","Warnings":null}',
  '{"error":"no"}',
  '',
  '\u0000',
]

export type Rubbish = { bytes: Buffer; after: 'end' | 'destroy' | 'hang' }

export function someRubbish(chance: Chance): Rubbish {
  const body = chance.of(bodies)
  const status = chance.of(statuses)
  const chunked = (text: string) => head('200 OK', ['Transfer-Encoding: chunked']) + text
  const make: (() => string | Buffer)[] = [
    () => withLength(status, body),
    () => withLength(status, body, body.length + 1 + chance.below(50)),
    () => withLength('200 OK', `${body}${chance.text(20)}`, body.length),
    () => chunked(`${chance.of(['zz', '-1', '5', 'ffffffffffffffff', ''])}\r\n${body}\r\n`),
    () => chunked(`2\r\n{}\r\n${chance.of(['', '0\r\n', '0\r\nX: y\r\n\r\n', '0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'])}`),
    () => head('101 Odd', ['Connection: Upgrade', `Upgrade: ${chance.of(['tcp', 'h2c', ''])}`]) + chance.text(20),
    () => head('100 Continue', []) + withLength(status, body),
    () => head(status, ['Content-Length: 2', 'Content-Length: 3']) + body,
    () => head(status, ['Content-Length: 2', 'Transfer-Encoding: chunked']) + body,
    () => head(status, [`X-Long: ${'x'.repeat(20_000)}`]) + body,
    () => `HTTP/1.1 ${status}\r\n${chance.text(30)}\r\n\r\n${body}`,
    () => withLength('200 OK', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`),
    () => head('200 OK', ['Content-Type: application/vnd.docker.multiplexed-stream']) + chance.text(30),
    () => chance.bytes(chance.below(200)),
    () => '',
  ]
  const bytes = Buffer.from(chance.of(make)() as string)
  const cut = chance.is(0.2) ? bytes.subarray(0, chance.below(bytes.length + 1)) : bytes
  return { bytes: cut, after: chance.is(0.03) ? 'hang' : chance.of(['end', 'destroy'] as const) }
}
