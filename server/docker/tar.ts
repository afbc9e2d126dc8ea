// Files as one tar in memory: build contexts and files for containers are what a person dropped on a page, not gigabytes.
import { pack } from 'tar-stream'

export type TarFile = { path: string; content: string | Buffer; mode: number; uid?: number; gid?: number }

export const tarOf = async (files: readonly TarFile[]): Promise<Buffer> => {
  const tar = pack()
  for (const { path, content, mode, uid = 0, gid = 0 } of files) tar.entry({ name: path, mode, uid, gid }, content)
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
