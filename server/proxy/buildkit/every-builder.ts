// What is asked of every host's build cache: the answers one after the other, or as one message where only one may come.
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { AppError } from '@/server/errors'
import { audited } from '../audit'
import { answering, failuresIn, onHosts } from '../on-hosts'
import type { ProxyContext } from '../types'
import { framed, outcomeOf, readStream } from './grpc'
import type { Upstreams } from './upstreams'

type Call = { context: ProxyContext; upstreams: Upstreams; stream: ServerHttp2Stream; headers: IncomingHttpHeaders }

const mostBytes = 16 * 2 ** 20
const timeoutMs = 10 * 60_000

/** Every message of the answer, without its frame. */
function messagesOf(
  upstream: Awaited<ReturnType<Upstreams['to']>>,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const out = upstream.request({ ...headers }, { endStream: false })
    const chunks: Buffer[] = []
    let size = 0
    let said: IncomingHttpHeaders = {}
    const take = (more: IncomingHttpHeaders) => {
      said = { ...said, ...more }
    }
    out.setTimeout(timeoutMs, () => out.close())
    out.on('response', take)
    out.on('trailers', take)
    out.on('error', reject)
    out.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > mostBytes) out.destroy(new Error('The builder says too much.'))
      else chunks.push(chunk)
    })
    out.once('close', () => {
      const { code, message } = outcomeOf(said)
      if (code !== 0) return reject(new AppError('engine_error', message || 'no answer'))
      const bytes = Buffer.concat(chunks)
      const messages: Buffer[] = []
      for (let at = 0; at + 5 <= bytes.length; ) {
        const end = at + 5 + bytes.readUInt32BE(at + 1)
        messages.push(bytes.subarray(at + 5, end))
        at = end
      }
      resolve(messages)
    })
    out.end(body)
  })
}

export async function onEveryBuilder({ context, upstreams, stream, headers }: Call): Promise<void> {
  const body = await readStream(stream)
  const isPrune = String(headers[':path']).endsWith('/Prune')
  const ask = async () => {
    const outcomes = await onHosts(answering(context), async ({ id }) =>
      messagesOf(await (isPrune ? upstreams.toAct(id) : upstreams.to(id)), headers, body),
    )
    const failures = failuresIn(outcomes)
    if (failures.length > 0) throw new AppError('engine_error', failures.join('\n'))
    const messages = outcomes.flatMap((each) => (each.ok ? each.value : []))
    // Lists of messages that stand one after the other are read as one list.
    const answer = isPrune ? Buffer.concat(messages.map(framed)) : framed(Buffer.concat(messages))
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
    stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
    stream.end(answer)
    return { status: 200, target: String(messages.length) }
  }
  await (isPrune ? audited(context, { action: 'build.prune', target: '' }, ask) : ask())
}
