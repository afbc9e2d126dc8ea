// Which addresses are pages, by what the build says of them: every other one is drawn as missing and answered with the status
// that says so. Next itself knows that status only for a document that the browser draws from nothing.
import { readFileSync } from 'node:fs'

export type IsPage = (pathname: string) => boolean

/** `/containers/[id]`: one part of any name in place of the brackets. `/[...missing]` is none. */
const patternOf = (route: string) =>
  new RegExp(`^${route.replaceAll(/\[\w+\]|[^\w/[\]]/g, (part) => (part.startsWith('[') ? '[^/]+' : `\\${part}`))}/?$`)

export function pagesAmong(routes: readonly string[]): IsPage {
  const patterns = routes.filter((route) => !route.includes('[...')).map(patternOf)
  return (pathname) => /^\/_next\/(static|image)\b/.test(pathname) || patterns.some((pattern) => pattern.test(pathname))
}

/** `manifest`: of the build. */
export const readPages = (manifest: string): IsPage =>
  pagesAmong(Object.values(JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>))
