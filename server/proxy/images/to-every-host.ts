// `docker load` and `docker import`: one archive from the client to every host at the pace of the slowest, none of it kept here;
// a host that fails is left behind and named at the end.
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Host } from '@/lib/contract/hosts'
import { parseAddress } from '@/server/docker/address'
import { unaskedTakeover } from '@/server/docker/failure'
import { AppError } from '@/server/errors'
import { audited } from '../audit'
import { messageIn } from '../http/docker-error'
import { requestHeaders } from '../http/framing'
import { pathOf } from '../http/request-target'
import { answering, failuresIn, type HostOutcome, requireAll } from '../on-hosts'
import { readAnswer } from '../read-answer'
import { clientLeft, failureOf } from '../relay'
import type { Answer, Exchange, ProxyContext } from '../types'

type Upload = { host: Host; upstream: ClientRequest; answer: Promise<string>; isOver: boolean }

function open(context: ProxyContext, exchange: Exchange, host: Host): Upload {
  const { request, version, target } = exchange
  const engine = context.cluster.engine(host.id)
  const upstream = engine.open({
    method: 'POST',
    path: pathOf(version, target.segments, target.query),
    headers: requestHeaders(request.rawHeaders),
  })
  const upload: Upload = { host, upstream, isOver: false, answer: Promise.resolve('') }
  upload.answer = new Promise<IncomingMessage>((resolve, reject) => {
    upstream.once('response', resolve)
    upstream.on('error', (error) => reject(failureOf(engine, error)))
    upstream.once('upgrade', (_answer, socket) => {
      socket.destroy()
      reject(unaskedTakeover(parseAddress(engine.address)))
    })
  })
    .then(async (answer) => {
      const text = await readAnswer(answer)
      const status = answer.statusCode ?? 502
      if (status >= 400) throw new AppError('engine_error', messageIn(text), { details: { statusCode: status } })
      const failure = /"error":("(?:[^"\\]|\\.)*")/.exec(text)?.[1]
      if (failure) throw new AppError('engine_error', JSON.parse(failure) as string)
      return text
    })
    .finally(() => {
      upload.isOver = true
    })
  upload.answer.catch(() => undefined)
  return upload
}

/** Resolves when it takes more, or takes no more at all. */
const written = (upload: Upload, chunk: Buffer): Promise<void> | undefined => {
  const { upstream } = upload
  if (upload.isOver || upstream.destroyed || upstream.write(chunk)) return undefined
  return new Promise((resolve) => {
    const settle = () => {
      upstream.off('drain', settle)
      upstream.off('close', settle)
      resolve()
    }
    upstream.once('drain', settle)
    upstream.once('close', settle)
  })
}

const outcomeOf = ({ host, answer }: Upload): Promise<HostOutcome<string>> =>
  answer.then(
    (value) => ({ host, ok: true, value }),
    (error: unknown) => ({ host, ok: false, error }),
  )

export const toEveryHost =
  (action: string): Answer =>
  async (context, exchange) => {
    const { request, response } = exchange
    const hosts = answering(context)
    if (hosts.length === 0) throw new AppError('host_unreachable', 'No healthy node available in the cluster')
    await audited(context, { action, target: exchange.target.search.get('repo') || String(hosts.length) }, async () => {
      const uploads: Upload[] = []
      const leave = () => {
        if (!response.writableFinished) for (const { upstream } of uploads) upstream.destroy()
      }
      response.once('close', leave)
      for (const host of hosts) uploads.push(open(context, exchange, host))
      try {
        for await (const chunk of request) await Promise.all(uploads.map((upload) => written(upload, chunk)))
      } catch {
        throw clientLeft()
      }
      for (const { upstream } of uploads) upstream.end()
      const outcomes = await Promise.all(uploads.map(outcomeOf))
      await Promise.allSettled(hosts.map(({ id }) => context.cluster.refresh(id, ['images'])))
      const said = outcomes.find((each) => each.ok)
      if (!said?.ok) requireAll(outcomes)
      const error = failuresIn(outcomes).join('\n')
      const words = error === '' ? '' : `${JSON.stringify({ errorDetail: { message: error }, error })}\r\n`
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end((said?.ok ? said.value : '') + words)
      return error === '' ? { status: 200 } : { status: 502, message: error }
    })
  }
