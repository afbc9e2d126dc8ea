// The console's scripts and styles as they were compressed when it was built: Brotli at its best is a sixth smaller than what
// Next would make at each request, and costs nothing then. Who does not take it gets the file from Next.
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { pipeline } from 'node:stream'

const ending = '.br'
const types: Record<string, string> = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
}

type BuiltFile = { file: string; type: string; size: number }

/** True: it answers. Only files that were there at the start are known, so no path leads elsewhere. */
export type BuiltFiles = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean

export function createBuiltFiles(folder: string, prefix: string): BuiltFiles {
  const known = new Map<string, BuiltFile>()
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
  for (const name of names) {
    const plain = name.slice(0, -ending.length)
    const type = types[path.extname(plain)]
    if (!name.endsWith(ending) || type === undefined) continue
    const file = path.join(folder, name)
    known.set(`${prefix}${plain.split(path.sep).join('/')}`, { file, type, size: statSync(file).size })
  }
  return (request, response, url) => {
    const found = known.get(url.pathname)
    const takesBrotli = /(^|,)\s*br\s*(,|;(?!\s*q=0(\.0*)?\s*(,|$))|$)/.test(
      `${request.headers['accept-encoding'] ?? ''}`,
    )
    if (!found || !takesBrotli || (request.method !== 'GET' && request.method !== 'HEAD')) return false
    // Scripts and styles are no documents: of the rules for pages only these two mean anything to them.
    response.writeHead(200, {
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'content-type': found.type,
      'content-encoding': 'br',
      'content-length': found.size,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    })
    if (request.method === 'HEAD') response.end()
    else pipeline(createReadStream(found.file), response, () => undefined)
    return true
  }
}
