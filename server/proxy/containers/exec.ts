// Programs beside a container's own: made on its host, and found again by that.
import { audited } from '../audit'
import { sendJsonText } from '../http/docker-error'
import { stringifyExact } from '../http/exact-json'
import { jsonObjectIn, readBody } from '../http/read-body'
import { pathOf } from '../http/request-target'
import { findContainer, placeOfContainer, requireHost } from '../objects/find-container'
import { guardExec } from '../policy/guard'
import { madeIn, readAnswer } from '../read-answer'
import { ask, passOn, relay } from '../relay'
import type { Answer } from '../types'

/** The program alone: what follows it holds passwords in ways that no pattern knows (`-psecret`, a header). */
const programIn = (body: Buffer): string => {
  try {
    const { Cmd } = JSON.parse(body.toString('utf8')) as { Cmd?: unknown }
    return Array.isArray(Cmd) ? String(Cmd[0] ?? '').slice(0, 100) : ''
  } catch {
    return ''
  }
}

export const createExec: Answer = async (context, exchange) => {
  const { cluster, execs } = context
  const found = findContainer(cluster, exchange.params.ref ?? '')
  requireHost(cluster, found)
  const given = await readBody(exchange.request)
  const { policy } = context.caller
  // Of what was looked at, not of what was written: a field may stand there twice.
  const body = policy === null ? given : Buffer.from(stringifyExact(jsonObjectIn(given)))
  if (policy !== null) guardExec(context, jsonObjectIn(body), `POST /containers/${exchange.params.ref}/exec`)
  const options = { hostId: found.hostId, path: pathOf(exchange.version, ['containers', found.id, 'exec']), body }
  await audited(
    context,
    { action: 'container.command', target: placeOfContainer(found), message: programIn(body) },
    async () => {
      const answer = await ask(context, exchange, options)
      const status = answer.statusCode ?? 502
      if (status !== 201) return passOn(context, exchange, answer, options)
      const text = await readAnswer(answer)
      execs.remember(madeIn(text, found.hostName).Id, found.hostId)
      sendJsonText(exchange.response, text, status)
      return { status }
    },
  )
}

/** Inspect and resize; a start that does not take the connection over, too. */
export const relayToExec =
  (rest: string): Answer =>
  async (context, exchange) => {
    const id = exchange.params.id ?? ''
    const hostId = await context.execs.find(id)
    await relay(context, exchange, {
      hostId,
      path: pathOf(exchange.version, ['exec', id, rest], exchange.target.query),
    })
  }
