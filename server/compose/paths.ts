// Paths in compose files. A stack is a set of given files, not a directory on some disk: a relative path is followed inside
// that set, and becomes absolute only against the working directory the caller names.

export const isWindowsAbsolute = (path: string): boolean => /^[a-zA-Z]:[\\/]/.test(path) || path.startsWith('\\\\')
export const isAbsolute = (path: string): boolean => path.startsWith('/') || isWindowsAbsolute(path)

/** Resolves `.` and `..`; `..` above a relative start stay. */
export const normalizePath = (path: string): string => {
  const rooted = path.startsWith('/')
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '..' || !rooted) parts.push(part)
  }
  return rooted ? `/${parts.join('/')}` : parts.join('/') || '.'
}

export const directoryOf = (path: string): string => {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '.' : path.slice(0, slash) || '/'
}

export const joinPaths = (...parts: string[]): string => normalizePath(parts.filter((part) => part !== '').join('/'))

export interface PathResolver {
  /** As the model carries it: absolute with a working directory, else `./…` from the stack's root. */
  resolve(directory: string, path: string): string
  /** The given file a resolved path means; undefined when it lies outside the stack. */
  fileOf(resolved: string): string | undefined
}

export const createPathResolver = (workingDirectory: string | undefined, home: string | undefined): PathResolver => {
  const root = workingDirectory === undefined ? undefined : normalizePath(workingDirectory)
  return {
    resolve(directory, path) {
      if (path === '~' || path.startsWith('~/')) return home === undefined ? path : normalizePath(home + path.slice(1))
      if (isWindowsAbsolute(path)) return path
      if (path.startsWith('/')) return path
      if (directory.startsWith('/')) return joinPaths(directory, path)
      if (root !== undefined) return joinPaths(root, directory, path)
      const inside = joinPaths(directory, path)
      return inside === '.' || inside.startsWith('..') ? inside : `./${inside}`
    },
    fileOf(given) {
      const resolved = isAbsolute(given) ? normalizePath(given) : given
      if (root === undefined || root === '.') {
        const inside = normalizePath(resolved)
        return isAbsolute(resolved) || resolved.startsWith('~') || inside.startsWith('..') ? undefined : inside
      }
      if (resolved === root) return '.'
      const prefix = root.endsWith('/') ? root : `${root}/`
      return resolved.startsWith(prefix) ? resolved.slice(prefix.length) : undefined
    },
  }
}
