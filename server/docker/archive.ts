// Files of a container by the engine's archive calls, which work on stopped containers and on images without a shell too.
import type { IncomingMessage } from 'node:http'
import { extract, type Header } from 'tar-stream'
import { AppError, isAppError } from '@/server/errors'
import type { Engine } from './engine'

export type PathStat = {
  name: string
  size: number
  /** Go's file mode: the type in the upper bits, permissions in the lower nine. */
  mode: number
  modifiedAt: string
  /** Where a symbolic link leads, as a path in the container; empty: it is none. */
  linkTarget: string
}

/** Go's bits, which are not those of stat(2). */
const goDirectory = 2 ** 31
const goSymlink = 2 ** 27
const has = (mode: number, bit: number): boolean => Math.floor(mode / bit) % 2 === 1
export const isDirectory = ({ mode }: Pick<PathStat, 'mode'>): boolean => has(mode, goDirectory)
export const isSymlink = ({ mode }: Pick<PathStat, 'mode'>): boolean => has(mode, goSymlink)
export const isRegular = ({ mode }: Pick<PathStat, 'mode'>): boolean =>
  ![goDirectory, goSymlink, 2 ** 26, 2 ** 25, 2 ** 24, 2 ** 19].some((bit) => has(mode, bit))
/** As in `chmod`; Go keeps set-user, set-group and sticky elsewhere. */
export const permissions = ({ mode }: Pick<PathStat, 'mode'>): number =>
  (mode & 0o777) +
  (has(mode, 2 ** 23) ? 0o4000 : 0) +
  (has(mode, 2 ** 22) ? 0o2000 : 0) +
  (has(mode, 2 ** 20) ? 0o1000 : 0)
export const isExecutable = ({ mode }: Pick<PathStat, 'mode'>): boolean => (mode & 0o111) !== 0

export const archivePath = (id: string): string => `/containers/${encodeURIComponent(id)}/archive`

/** Null: there is nothing at this path. The path itself is looked at, not what a link leads to. */
export async function statPath(
  engine: Engine,
  id: string,
  path: string,
  signal?: AbortSignal,
): Promise<PathStat | null> {
  try {
    const answer = await engine.stream('HEAD', archivePath(id), { query: { path }, ...(signal ? { signal } : {}) })
    answer.resume()
    const header = answer.headers['x-docker-container-path-stat']
    if (typeof header !== 'string') throw new AppError('engine_error', 'The engine does not say what the path is')
    const stat = JSON.parse(Buffer.from(header, 'base64').toString('utf8')) as Record<string, unknown>
    return {
      name: String(stat.name ?? ''),
      size: Number(stat.size ?? 0),
      mode: Number(stat.mode ?? 0),
      modifiedAt: String(stat.mtime ?? ''),
      linkTarget: String(stat.linkTarget ?? ''),
    }
  } catch (error) {
    if (isAppError(error) && error.details?.statusCode === 404) return null
    throw error
  }
}

/** Text of one small file; null: there is none, or it is no file or larger than the limit. */
export async function readSmallFile(
  engine: Engine,
  id: string,
  path: string,
  { limitBytes, signal }: { limitBytes: number; signal?: AbortSignal },
): Promise<Buffer | null> {
  const passed = signal ? { signal } : {}
  const found = await statPath(engine, id, path, signal)
  const target = found && isSymlink(found) ? found.linkTarget : path
  const stat = target === path ? found : await statPath(engine, id, target, signal)
  if (stat === null || isDirectory(stat) || isSymlink(stat) || stat.size > limitBytes) return null
  const answer = await engine.stream('GET', archivePath(id), { query: { path: target }, ...passed })
  const unpack = extract()
  answer.on('error', (error) => unpack.destroy(error))
  answer.pipe(unpack)
  try {
    for await (const entry of unpack) {
      if (entry.header.type !== 'file') return null
      const chunks: Buffer[] = []
      let size = 0
      for await (const chunk of entry as AsyncIterable<Buffer>) {
        size += chunk.length
        if (size > limitBytes) return null
        chunks.push(chunk)
      }
      return Buffer.concat(chunks)
    }
    return null
  } finally {
    answer.destroy()
    unpack.destroy()
  }
}

/** What is at the path at last, through a link; null: nothing. The engine tells the end of a chain of links. */
export async function resolvePath(
  engine: Engine,
  id: string,
  path: string,
): Promise<{ path: string; stat: PathStat } | null> {
  const stat = await statPath(engine, id, path)
  if (stat === null || !isSymlink(stat)) return stat && { path, stat }
  const target = await statPath(engine, id, stat.linkTarget)
  return target && { path: stat.linkTarget, stat: target }
}

/** The path and all below it as a tar stream. */
export const openArchive = (engine: Engine, id: string, path: string, signal?: AbortSignal): Promise<IncomingMessage> =>
  engine.stream('GET', archivePath(id), { query: { path }, ...(signal ? { signal } : {}) })

/** Who owns it and more that only the archive tells; the rest of it is not read. */
export async function firstHeader(engine: Engine, id: string, path: string): Promise<Header | null> {
  const answer = await openArchive(engine, id, path)
  const unpack = extract()
  answer.on('error', (error) => unpack.destroy(error))
  answer.pipe(unpack)
  try {
    for await (const entry of unpack) return entry.header
    return null
  } finally {
    answer.destroy()
    unpack.destroy()
  }
}
