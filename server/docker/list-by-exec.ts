// The entries of a folder in a running container, asked of its own `find` and `stat`: the engine itself gives a folder only
// with everything below it.
import type { FileEntry } from '@/lib/contract/files'
import { isAppError } from '@/server/errors'
import type { Engine } from './engine'
import { runExec } from './run-exec'

export type ExecListing =
  | { kind: 'listed'; entries: FileEntry[]; isComplete: boolean }
  | { kind: 'no-folder' }
  /** No shell, no tools, or it cannot run anything just now. */
  | { kind: 'impossible' }

const limitBytes = 4 * 1024 * 1024
const timeoutMs = 10_000
/** It runs as root: a program that the container's own user put into its path must not be what is run. */
const env = ['PATH=/usr/sbin:/usr/bin:/sbin:/bin:/busybox']
export const mostEntries = 10_000

/**
 * A name can hold anything but a slash and a zero byte, so each record begins with a line that no name can: `//`.
 * Busybox and the GNU tools understand all of it alike.
 */
export const listingScript = `cd -- "$1" 2>/dev/null || { echo //no-folder; exit; }
command -v find >/dev/null && command -v stat >/dev/null || { echo //no-tools; exit; }
find . -mindepth 1 -maxdepth 1 -exec stat -c '//e%f %s %Y %u %g %n' {} + 2>/dev/null
find . -mindepth 1 -maxdepth 1 -type l -exec sh -c 'for f do printf "//l%s\\n" "$f"; readlink "$f"; done' sh {} + 2>/dev/null
echo //end`

const typeMask = 0o170000
const kinds = new Map<number, FileEntry['kind']>([
  [0o040000, 'folder'],
  [0o100000, 'file'],
  [0o120000, 'link'],
])
const stat = /^([0-9a-f]+) (\d+) (-?\d+) (\d+) (\d+) \.\/([\s\S]+)$/

const entryOf = (record: string): FileEntry | null => {
  const match = stat.exec(record)
  if (match === null) return null
  const [, rawMode = '', size, seconds, uid, gid, name = ''] = match
  const mode = Number.parseInt(rawMode, 16)
  const modified = new Date(Number(seconds) * 1000)
  return {
    name,
    kind: kinds.get(mode & typeMask) ?? 'other',
    size: Number(size),
    mode: mode & 0o7777,
    uid: Number(uid),
    gid: Number(gid),
    modifiedAt: Number.isNaN(modified.getTime()) ? null : modified.toISOString(),
    linkTarget: null,
  }
}

/** What the script printed, perhaps cut off anywhere. */
export function parseListing(text: string, isCut: boolean): ExecListing {
  if (text.startsWith('//no-folder')) return { kind: 'no-folder' }
  const records = text.split(/(?:^|\n)\/\/(?=[a-z])/).filter((record) => record !== '')
  const last = records.pop()
  const isWhole = last?.trimEnd() === 'end' && !isCut
  if (!isWhole && !isCut) return { kind: 'impossible' }
  const entries = new Map<string, FileEntry>()
  for (const record of records) {
    if (record.startsWith('e')) {
      const entry = entryOf(record.slice(1))
      if (entry) entries.set(entry.name, entry)
    } else if (record.startsWith('l./')) {
      const end = record.lastIndexOf('\n', record.length - 2)
      const link = entries.get(record.slice(3, end))
      if (link) link.linkTarget = record.slice(end + 1).replace(/\n$/, '')
    }
  }
  return {
    kind: 'listed',
    entries: [...entries.values()].slice(0, mostEntries),
    isComplete: isWhole && entries.size <= mostEntries,
  }
}

export async function listByExec(engine: Engine, containerId: string, path: string): Promise<ExecListing> {
  try {
    const command = ['sh', '-c', listingScript, 'sh', path]
    const { output, isCut } = await runExec(engine, { containerId, command, user: '0', env, limitBytes, timeoutMs })
    return parseListing(output.toString('utf8'), isCut)
  } catch (error) {
    // The engine refuses to run anything, say because the container is paused or has no shell; a silent host is another matter.
    if (isAppError(error) && error.code === 'engine_error') return { kind: 'impossible' }
    throw error
  }
}
