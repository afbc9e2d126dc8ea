// One file into a container by the engine's archive call: streamed, with the owner and mode that fit where it goes.
import { Readable } from 'node:stream'
import { type Header, pack } from 'tar-stream'
import { joinPath, lastName, parentPath } from '@/lib/container-paths'
import { AppError } from '@/server/errors'
import { archivePath, firstHeader, isDirectory, isSymlink, resolvePath, statPath } from './archive'
import type { Engine } from './engine'

export type PutFile = {
  /** The folder, and the file's path below it. */
  folder: string
  name: string
  size: number
  content: Readable
  overwrite: boolean
  signal: AbortSignal
}

type Owner = Pick<Header, 'uid' | 'gid'>
const ownerOf = (header: Owner | null): Owner => ({ uid: header?.uid ?? 0, gid: header?.gid ?? 0 })

/** Folders on the way that are not there yet, outermost first. */
async function missingFolders(engine: Engine, id: string, folder: string, parts: string[]): Promise<string[]> {
  const missing: string[] = []
  for (const [at] of parts.entries()) {
    const below = parts.slice(0, at + 1).join('/')
    if (missing.length > 0 || (await statPath(engine, id, joinPath(folder, below))) === null) missing.push(below)
  }
  return missing
}

/** Throws conflict when something is there and `overwrite` does not say to replace it. */
export async function putFile(engine: Engine, id: string, put: PutFile): Promise<{ path: string; isNew: boolean }> {
  const folder = await resolvePath(engine, id, put.folder)
  if (folder === null || !isDirectory(folder.stat)) {
    throw new AppError('not_found', `There is no folder ${put.folder} that the engine can write to.`, {
      details: { fix: 'What is in memory (tmpfs) or comes from the kernel cannot be reached: use the terminal.' },
    })
  }
  const asked = joinPath(folder.path, put.name)
  const there = await statPath(engine, id, asked)
  // A link is not replaced: what it leads to is.
  const path = there && isSymlink(there) ? there.linkTarget : asked
  const old = there && isSymlink(there) ? await statPath(engine, id, path) : there
  if (old && isDirectory(old)) throw new AppError('conflict', `${asked} is a folder.`)
  if (old && !put.overwrite) {
    throw new AppError('conflict', `${asked} is there already.`, { details: { exists: true } })
  }
  const parts = path === asked ? put.name.split('/').slice(0, -1) : []
  const base = path === asked ? folder.path : parentPath(path)
  const name = path === asked ? put.name : lastName(path)
  const model = old ? await firstHeader(engine, id, path) : null
  const owner = ownerOf(model ?? (await firstHeader(engine, id, base)))

  const tar = pack()
  for (const below of await missingFolders(engine, id, base, parts)) {
    tar.entry({ name: below, type: 'directory', mode: 0o755, ...owner })
  }
  const mode = model?.mode === undefined ? 0o644 : model.mode & 0o7777
  const entry = tar.entry({ name, size: put.size, mode, mtime: new Date(), ...owner }, (error) => {
    if (error) tar.destroy(error)
    else tar.finalize()
  })
  put.content.once('error', (error) => tar.destroy(error))
  put.content.pipe(entry)
  try {
    const answer = await engine.stream('PUT', archivePath(id), {
      query: { path: base, noOverwriteDirNonDir: true },
      body: Readable.from(tar),
      timeoutMs: 120_000,
      signal: put.signal,
    })
    answer.resume()
  } finally {
    put.content.destroy()
  }
  return { path, isNew: old === null }
}
