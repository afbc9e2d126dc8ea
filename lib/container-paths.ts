// Paths inside containers, for both sides: made whole without leading out, and whether something can be written there.

const longestPath = 4096

/** `/a/./b/../c/` → `/a/c`; null when it is no absolute path. Nothing leads above the root. */
export function normalPath(path: string): string | null {
  if (!path.startsWith('/') || path.includes('\0') || path.length > longestPath) return null
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** Below a folder and nowhere else: `a/b.txt`, but no `../b` and no `/b`. Null: it is none such. */
export function relativePath(name: string): string | null {
  const parts = name.split('/')
  const isBad = parts.some((part) => part === '' || part === '.' || part === '..' || part.length > 255)
  return isBad || name.includes('\0') || name.length > longestPath ? null : name
}

export const joinPath = (folder: string, name: string): string => (folder === '/' ? `/${name}` : `${folder}/${name}`)
export const parentPath = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/'
export const lastName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

type Mount = { target: string; readOnly: boolean; type: string }

/** The mount that a path is in; undefined: it is in the container's own file system. */
export const mountOf = <M extends Mount>(path: string, mounts: readonly M[]): M | undefined =>
  mounts
    .filter(({ target }) => path === target || path.startsWith(target.endsWith('/') ? target : `${target}/`))
    .sort((a, b) => b.target.length - a.target.length)[0]

/** Why nothing can be written to a folder; null: it can. */
export function readOnlyReason(
  path: string,
  mounts: readonly Mount[],
  hasReadOnlyRoot: boolean,
): { kind: 'mount'; target: string } | { kind: 'root' } | null {
  const mount = mountOf(path, mounts)
  if (mount) return mount.readOnly ? { kind: 'mount', target: mount.target } : null
  return hasReadOnlyRoot ? { kind: 'root' } : null
}
