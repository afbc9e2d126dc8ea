// Errors as Docker's clients know them: a status and one message, which the CLI prints behind "Error response from daemon".
import type { ServerResponse } from 'node:http'
import { AppError, isAppError } from '@/server/errors'
import type { Log } from '@/server/log'

export type DockerRefusal = { status: number; message: string }

/** What an engine said keeps its status: clients act on 404 and 409. */
export function refusalOf(error: unknown, log: Pick<Log, 'error'>): DockerRefusal {
  if (!isAppError(error)) {
    log.error({ err: error }, 'the Docker API failed')
    return { status: 500, message: 'Lotse failed over this request; its log says more.' }
  }
  const said = error.details?.statusCode
  const fix = error.details?.fix
  const message = fix === undefined ? error.message : `${error.message.replace(/[.\s]+$/, '')}. ${fix}`
  if (error.code === 'engine_error' && typeof said === 'number' && said >= 400) return { status: said, message }
  return { status: error.status, message }
}

export function sendError(response: ServerResponse, { status, message }: DockerRefusal): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  sendJson(response, { message }, status)
}

export function sendJsonText(response: ServerResponse, text: string, status = 200): void {
  const bytes = Buffer.from(text)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length })
  response.end(bytes)
}

export const sendJson = (response: ServerResponse, value: unknown, status = 200): void =>
  sendJsonText(response, `${JSON.stringify(value)}\n`, status)

/** The message of an engine's error body; its text when it has none. */
export function messageIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown }
    if (typeof message === 'string' && message !== '') return message
  } catch {
    // As it is.
  }
  return text.trim().slice(0, 1000)
}

export const notFound = (message: string): AppError => new AppError('not_found', message)
export const badRequest = (message: string): AppError => new AppError('invalid_input', message)
