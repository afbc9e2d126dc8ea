// A short-lived container of Lotse's own in the network namespace of another: it sees the network exactly as that one does,
// the same name server, routes and sockets, and touches nothing else of it. Nothing is pulled, nothing is left behind.
import { randomUUID } from 'node:crypto'
import { createDemux } from '@/server/docker/demux'
import type { Engine } from '@/server/docker/engine'
import { AppError } from '@/server/errors'
import { probeLabel } from './reach-index'

export type ProbeRequest = { imageId: string; namespaceOf: string; script: string; args: string[] }

const callTimeoutMs = 10_000
/** Longer than the script's own limits together. */
const outputTimeoutMs = 20_000
const maxOutputBytes = 256 * 1024
const nobody = '65534:65534'

const bodyOf = ({ imageId, namespaceOf, script, args }: ProbeRequest): object => ({
  Image: imageId,
  Entrypoint: ['sh'],
  Cmd: ['-c', script, 'sh', ...args],
  User: nobody,
  WorkingDir: '/',
  AttachStdout: true,
  AttachStderr: true,
  Healthcheck: { Test: ['NONE'] },
  Labels: { [probeLabel]: 'true' },
  HostConfig: {
    NetworkMode: `container:${namespaceOf}`,
    // Also when this server dies meanwhile: the script ends by itself.
    AutoRemove: true,
    CapDrop: ['ALL'],
    ReadonlyRootfs: true,
    SecurityOpt: ['no-new-privileges'],
    LogConfig: { Type: 'none' },
  },
})

const outputOf = async (stream: AsyncIterable<Buffer> & { destroy(error?: Error): void }): Promise<string> => {
  const demux = createDemux()
  const chunks: Buffer[] = []
  let bytes = 0
  const timer = setTimeout(() => {
    stream.destroy(new AppError('engine_timeout', `The probe says nothing more for ${outputTimeoutMs / 1000} s.`))
  }, outputTimeoutMs)
  try {
    for await (const chunk of stream) {
      for (const { payload } of demux(chunk)) {
        bytes += payload.length
        if (bytes > maxOutputBytes) throw new AppError('engine_error', 'The probe says more than it can have to say.')
        chunks.push(Buffer.from(payload))
      }
    }
  } finally {
    clearTimeout(timer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** What it printed. Throws what the engine says, e.g. that the image has no `sh`. */
export const runProbe = async (engine: Engine, request: ProbeRequest): Promise<string> => {
  const { Id } = await engine.json<{ Id: string }>('POST', '/containers/create', {
    query: { name: `lotse-probe-${randomUUID().slice(0, 8)}` },
    body: bodyOf(request),
    timeoutMs: callTimeoutMs,
  })
  try {
    const query = { stream: true, stdout: true, stderr: true }
    const stream = await engine.stream('POST', `/containers/${Id}/attach`, { query, timeoutMs: callTimeoutMs })
    const output = outputOf(stream)
    // Said here too, or a start that fails leaves a promise that nobody hears.
    output.catch(() => undefined)
    try {
      await engine.json('POST', `/containers/${Id}/start`, { timeoutMs: callTimeoutMs })
    } catch (error) {
      stream.destroy()
      throw error
    }
    return await output
  } finally {
    await engine
      .json('DELETE', `/containers/${Id}`, { query: { force: true, v: true }, timeoutMs: callTimeoutMs })
      // It has removed itself by now, or its host fell silent and will.
      .catch(() => undefined)
  }
}
