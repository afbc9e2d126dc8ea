// Files that come with a stack and must be inside its containers: configs, secrets and uploaded files that the file binds.
// Hosts are somewhere else, so such a file is copied into the container before it starts instead of being mounted.
import type { SourceFile } from '@/lib/contract/stacks'
import type { FileObject } from '@/server/compose/model'
import type { FileReference } from '@/server/compose/model-service'

export type ContainerFile = {
  /** Absolute path in the container. */
  path: string
  content: string
  /** As in `chmod`, e.g. 0o644. */
  mode: number
  uid: number
  gid: number
}

const isScript = (content: string) => content.startsWith('#!')
export const modeOf = (content: string): number => (isScript(content) ? 0o755 : 0o644)

/** `./conf/../conf/a` → `conf/a`; null when it leads out of the stack's folder. */
export const stackPath = (path: string): string | null => {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') {
      if (parts.pop() === undefined) return null
    } else parts.push(part)
  }
  return parts.join('/')
}

/** The uploaded files at or below a path of the stack, as they shall appear at or below the target. */
export const uploadedAt = (files: readonly SourceFile[], path: string, target: string): ContainerFile[] =>
  files.flatMap((file) => {
    const own = stackPath(file.path)
    if (own === null) return []
    const inside =
      own === path ? '' : path === '' ? `/${own}` : own.startsWith(`${path}/`) ? own.slice(path.length) : null
    if (inside === null) return []
    return [{ path: target + inside, content: file.content, mode: modeOf(file.content), uid: 0, gid: 0 }]
  })

/** What a secret or config holds; null when it is nowhere to be found. */
export const contentOf = (object: FileObject, files: readonly SourceFile[]): string | null => {
  if (object.content !== undefined) return object.content
  if (object.file === undefined) return null
  const path = stackPath(object.file)
  return files.find((file) => stackPath(file.path) === path)?.content ?? null
}

export const referencedFile = (kind: 'secret' | 'config', reference: FileReference, content: string): ContainerFile => {
  const target = reference.target ?? (kind === 'secret' ? reference.source : `/${reference.source}`)
  return {
    path: target.startsWith('/') ? target : kind === 'secret' ? `/run/secrets/${target}` : `/${target}`,
    content,
    mode: reference.mode === undefined ? 0o444 : Number.parseInt(reference.mode, 8),
    uid: Number(reference.uid ?? 0) || 0,
    gid: Number(reference.gid ?? 0) || 0,
  }
}
