// Files that were put into a container when it was made (configs, secrets, uploaded files) are in none of its settings and
// in no volume: they are taken from the original and put into the new one, as they are.
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { extract, pack } from 'tar-stream'
import { AppError } from '@/server/errors'
import { unlessMissing } from '@/server/stacks/apply/engine-answers'
import type { StepAct } from './act'

/** They came with a Compose file, so they are small; what a program has put in their place may be anything. */
const mostBytes = 64 * 2 ** 20

const archivePath = (id: string) => `/containers/${id}/archive`

export const bringFiles = async (
  act: StepAct,
  fromHostId: string,
  newId: string,
  filePaths: readonly string[],
): Promise<void> => {
  const source = act.cluster.engine(fromHostId)
  const tar = pack()
  const archive = buffer(tar)
  // Read below; a failure before that is told by its own error.
  archive.catch(() => undefined)
  let bytes = 0
  for (const filePath of filePaths) {
    const query = { path: filePath }
    const { signal } = act
    const answer = await unlessMissing(source.stream('GET', archivePath(act.step.containerId), { query, signal }))
    if (answer === undefined) continue
    const unpack = extract()
    answer.on('error', (error) => unpack.destroy(error))
    answer.pipe(unpack)
    for await (const entry of unpack) {
      const { mode, uid, gid, mtime, size = 0 } = entry.header
      bytes += size
      if (bytes > mostBytes) {
        answer.destroy()
        throw new AppError('conflict', `${filePath} has become too large to be brought along.`, {
          details: { fix: 'Make it small again, as it came with the stack, or move it by a deploy.' },
        })
      }
      const name = path.posix.join(path.posix.dirname(filePath), entry.header.name).replace(/^\/+/, '')
      tar.entry({ name, mode, uid, gid, mtime }, await buffer(entry))
    }
  }
  tar.finalize()
  const body = await archive
  await act.engine.json('PUT', archivePath(newId), { query: { path: '/' }, body, timeoutMs: 60_000 })
}
