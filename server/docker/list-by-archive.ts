// The entries of a folder from the engine's archive of it, for stopped containers and images without tools. The archive
// holds everything below as well and in no order that helps, so it is read up to a limit, and the listing says if there is more.
import { extract, type Header } from 'tar-stream'
import { joinPath } from '@/lib/container-paths'
import type { FileEntry } from '@/lib/contract/files'
import { isDirectory, isRegular, isSymlink, openArchive, permissions, statPath } from './archive'
import type { Engine } from './engine'
import { mostEntries } from './list-by-exec'

export type ArchiveLimits = { bytes: number; timeMs: number }

const defaultLimits: ArchiveLimits = { bytes: 64 * 1024 * 1024, timeMs: 8_000 }

/** Where a read that was cut off may have got nowhere near: asked for by name. */
const usual =
  'app bin boot config data dev entrypoint.sh etc home lib lib64 media mnt opt proc root run sbin srv sys tmp usr var'.split(
    ' ',
  )
const atOnce = 6

const kinds: Record<string, FileEntry['kind']> = {
  file: 'file',
  'contiguous-file': 'file',
  link: 'file',
  directory: 'folder',
  symlink: 'link',
}

/** `./etc/` and `etc` alike. */
const plainName = (name: string): string => name.replace(/^(\.?\/)+/, '').replace(/\/+$/, '')

export const entryOfHeader = (header: Header, name: string): FileEntry => ({
  name,
  kind: kinds[header.type ?? 'file'] ?? 'other',
  size: header.size ?? 0,
  mode: (header.mode ?? 0) & 0o7777,
  uid: header.uid ?? null,
  gid: header.gid ?? null,
  modifiedAt: header.mtime && !Number.isNaN(header.mtime.getTime()) ? header.mtime.toISOString() : null,
  linkTarget: header.type === 'symlink' ? (header.linkname ?? null) : null,
})

async function childrenUpTo(engine: Engine, id: string, path: string, limits: ArchiveLimits) {
  const answer = await openArchive(engine, id, path === '/' ? '/' : `${path}/.`)
  const unpack = extract()
  const entries: FileEntry[] = []
  let base: string | undefined
  let bytes = 0
  const isComplete = await new Promise<boolean>((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), limits.timeMs)
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > limits.bytes) resolve(false)
    })
    answer.on('error', reject)
    unpack.on('entry', (header, content, next) => {
      const name = plainName(header.name)
      if (base === undefined) base = name
      else {
        const below = base === '' || base === '.' ? name : name.slice(base.length + 1)
        if (below !== '' && !below.includes('/')) entries.push(entryOfHeader(header, below))
        if (entries.length >= mostEntries) resolve(false)
      }
      content.on('end', next)
      content.resume()
    })
    unpack.on('finish', () => resolve(true))
    unpack.on('error', reject)
    answer.pipe(unpack)
    answer.once('close', () => clearTimeout(timer))
  }).finally(() => {
    answer.unpipe(unpack)
    answer.destroy()
    unpack.destroy()
  })
  return { entries, isComplete }
}

const statEntry = async (engine: Engine, id: string, folder: string, name: string): Promise<FileEntry | null> => {
  const stat = await statPath(engine, id, joinPath(folder, name))
  if (stat === null) return null
  return {
    name,
    kind: isDirectory(stat) ? 'folder' : isSymlink(stat) ? 'link' : isRegular(stat) ? 'file' : 'other',
    size: stat.size,
    mode: permissions(stat),
    uid: null,
    gid: null,
    modifiedAt: Number.isNaN(Date.parse(stat.modifiedAt)) ? null : new Date(stat.modifiedAt).toISOString(),
    linkTarget: isSymlink(stat) ? stat.linkTarget : null,
  }
}

/** `hints`: names that are known from elsewhere to be in the folder, such as mounts. */
export async function listByArchive(
  engine: Engine,
  id: string,
  path: string,
  hints: readonly string[],
  limits: ArchiveLimits = defaultLimits,
): Promise<{ entries: FileEntry[]; isComplete: boolean }> {
  const { entries, isComplete } = await childrenUpTo(engine, id, path, limits)
  if (isComplete) return { entries, isComplete }
  const known = new Set(entries.map(({ name }) => name))
  const wanted = [...new Set([...hints, ...(path === '/' ? usual : [])])].filter((name) => !known.has(name))
  for (let at = 0; at < wanted.length; at += atOnce) {
    const found = await Promise.all(wanted.slice(at, at + atOnce).map((name) => statEntry(engine, id, path, name)))
    entries.push(...found.filter((entry) => entry !== null))
  }
  return { entries, isComplete: false }
}
