// A short program beside a container's own, without a terminal, for what it prints: bounded in bytes and time.
import { parseAddress } from './address'
import { createDemux } from './demux'
import type { Engine } from './engine'
import { connectionFailure } from './failure'

type ExecRun = {
  containerId: string
  command: string[]
  /** Name or number. */
  user: string
  env: string[]
  limitBytes: number
  timeoutMs: number
}

/** `isCut`: it would have said more, or took longer. Whether it went well must be told by what it prints. */
export async function runExec(engine: Engine, run: ExecRun): Promise<{ output: Buffer; isCut: boolean }> {
  const path = `/containers/${encodeURIComponent(run.containerId)}/exec`
  const { Id } = await engine.json<{ Id: string }>('POST', path, {
    body: { AttachStdout: true, AttachStderr: true, Tty: false, Cmd: run.command, User: run.user, Env: run.env },
  })
  const response = await engine.stream('POST', `/exec/${Id}/start`, { body: { Detach: false, Tty: false } })
  const demux = createDemux()
  const chunks: Buffer[] = []
  let size = 0
  let isCut = false
  const timer = setTimeout(() => {
    isCut = true
    response.destroy()
  }, run.timeoutMs)
  try {
    for await (const chunk of response) {
      for (const { stream, payload } of demux(chunk)) {
        if (stream !== 'stdout') continue
        chunks.push(payload)
        size += payload.length
      }
      if (size > run.limitBytes) {
        isCut = true
        break
      }
    }
  } catch (error) {
    if (!isCut) throw connectionFailure(error, parseAddress(engine.address))
  } finally {
    clearTimeout(timer)
    response.destroy()
  }
  return { output: Buffer.concat(chunks), isCut }
}
