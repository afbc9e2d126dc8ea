// Reads a request's JSON body without trusting its length, its encoding or its content.
import { AppError } from '@/server/errors'

const tooLarge = (limitBytes: number) =>
  new AppError('payload_too_large', `The request's body is larger than ${Math.round(limitBytes / 1024)} KiB.`)

export const readBytes = async (request: Request, limitBytes: number): Promise<Uint8Array> => {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge(limitBytes)
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > limitBytes) {
      await reader.cancel()
      throw tooLarge(limitBytes)
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks)
}

/** Undefined when there is no body. */
export const readJson = async (request: Request, limitBytes: number): Promise<unknown> => {
  const bytes = await readBytes(request, limitBytes)
  if (bytes.byteLength === 0) return undefined
  // A form of another site can send text/plain without asking first, but not application/json.
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new AppError('invalid_input', 'The request has a body that is not declared as JSON.', {
      details: { fix: 'Send it with Content-Type: application/json.' },
    })
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    const why = error instanceof TypeError ? 'it is not UTF-8' : (error as Error).message
    throw new AppError('invalid_input', `The request's body is not JSON: ${why}.`)
  }
}
