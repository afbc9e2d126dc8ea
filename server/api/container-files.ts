// What is at a path of a container: a folder with its entries, or a file with its text when it is a small one.
import { TextDecoder } from 'node:util'
import { lastName } from '@/lib/container-paths'
import type { Container } from '@/lib/contract/containers'
import type { FilesView, FileView } from '@/lib/contract/files'
import { firstHeader, isDirectory, isRegular, permissions, readSmallFile, resolvePath } from '@/server/docker/archive'
import type { Engine } from '@/server/docker/engine'
import { entryOfHeader, listByArchive } from '@/server/docker/list-by-archive'
import { listByExec } from '@/server/docker/list-by-exec'
import { AppError } from '@/server/errors'

const viewLimitBytes = 512 * 1024

export const nothingAt = (path: string): AppError =>
  new AppError('not_found', `There is nothing at ${path} that the engine can read.`, {
    details: {
      fix: 'Check the path. What is in memory (tmpfs) or comes from the kernel (/proc, /sys) cannot be read this way: use the terminal.',
    },
  })

/** Null: it is no text. */
export function textOf(content: Buffer): string | null {
  if (content.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return null
  }
}

async function contentOf(engine: Engine, id: string, path: string, size: number): Promise<FileView['content']> {
  if (size > viewLimitBytes) return { kind: 'too-large', limitBytes: viewLimitBytes }
  const content = await readSmallFile(engine, id, path, { limitBytes: viewLimitBytes })
  // It grew while it was read.
  if (content === null) return { kind: 'too-large', limitBytes: viewLimitBytes }
  const text = textOf(content)
  return text === null ? { kind: 'binary' } : { kind: 'text', text }
}

/** Names right in the folder that its mounts tell. */
const mountedIn = ({ mounts }: Container, path: string): string[] => {
  const prefix = path === '/' ? '/' : `${path}/`
  return mounts
    .filter(({ target }) => target.startsWith(prefix))
    .map(({ target }) => target.slice(prefix.length).split('/')[0] ?? '')
    .filter((name) => name !== '')
}

export async function viewFiles(engine: Engine, container: Container, path: string): Promise<FilesView> {
  const { id } = container
  if (container.state === 'running') {
    const listing = await listByExec(engine, id, path)
    if (listing.kind === 'listed') {
      return { kind: 'folder', path, entries: listing.entries, isComplete: listing.isComplete }
    }
  }
  const found = await resolvePath(engine, id, path)
  if (found === null) throw nothingAt(path)
  if (isDirectory(found.stat)) {
    const listing = await listByArchive(engine, id, found.path, mountedIn(container, path))
    return { kind: 'folder', path, ...listing }
  }
  const name = lastName(path)
  const header = await firstHeader(engine, id, found.path)
  const file = header ? { ...entryOfHeader(header, name), size: found.stat.size, mode: permissions(found.stat) } : null
  if (file === null) throw nothingAt(path)
  const content: FileView['content'] = isRegular(found.stat)
    ? await contentOf(engine, id, found.path, found.stat.size)
    : { kind: 'special' }
  return { kind: 'file', path, file, content }
}
