// The engine's archive calls: what a path is, it and all below it as a tar, a tar put into a folder, and a tar of images.
import { posix } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { extract, pack } from 'tar-stream'
import { bulkFileBytes, giveBulkFile, isBulkFolder, swallow } from '../bulk'
import { type FarmCall, openStream, readBody, sendJson, sendNothing } from '../call'
import { filesOf, putFile } from '../files'
import { Refusal } from '../refusal'
import type { FarmFile } from '../types'
import { findContainer } from '../world'
import type { Route } from './route'

const goModes = { folder: 2 ** 31, file: 0, link: 2 ** 27 }
const tarTypes = { folder: 'directory', file: 'file', link: 'symlink' } as const
const statHeader = 'X-Docker-Container-Path-Stat'

const madeOnTheWay = (path: string): FarmFile | undefined => {
  const kind = bulkFileBytes(path) !== null ? 'file' : isBulkFolder(path) ? 'folder' : null
  return kind === null ? undefined : { kind, mode: 0o755, modifiedMs: 0, content: Buffer.alloc(0), target: '' }
}

function found(call: FarmCall) {
  const container = findContainer(call.host, call.params[0] ?? '')
  const asked = call.query.get('path') ?? ''
  if (asked === '') throw new Refusal(400, 'bad parameter: path cannot be empty')
  const path = posix.resolve('/', asked)
  const files = filesOf(container)
  const file = files.get(path) ?? madeOnTheWay(path)
  if (!file) throw new Refusal(404, `Could not find the file ${asked} in container ${call.params[0]}`)
  return { container, asked, path, files, file }
}

const statOf = (path: string, { kind, mode, modifiedMs, content, target }: FarmFile): string =>
  Buffer.from(
    JSON.stringify({
      name: posix.basename(path) || '/',
      size: content.length,
      mode: goModes[kind] + mode,
      mtime: new Date(modifiedMs).toISOString(),
      linkTarget: target,
    }),
  ).toString('base64')

function tell(call: FarmCall): void {
  const { path, file } = found(call)
  call.response.setHeader(statHeader, statOf(path, file))
  sendNothing(call, 200)
}

/** Named after the last part of what was asked for, as Docker does: `etc/hosts` for /etc, `./hosts` for /etc/. */
async function give(call: FarmCall): Promise<void> {
  const { asked, path, files, file } = found(call)
  const bulkBytes = bulkFileBytes(path)
  if (bulkBytes !== null) {
    call.response.setHeader(statHeader, statOf(path, file))
    return giveBulkFile(posix.basename(path), bulkBytes, openStream(call, 'application/x-tar'))
  }
  const base = asked.endsWith('/.') ? '.' : posix.basename(path)
  const tar = pack()
  const inside = path === '/' ? '/' : `${path}/`
  const below = [...files].filter(([name]) => name !== path && name.startsWith(inside)).sort()
  for (const [name, one] of [[path, file] as const, ...below]) {
    const ending = one.kind === 'folder' ? '/' : ''
    tar.entry(
      {
        name: `${posix.join(base, name.slice(path.length))}${ending}`,
        type: tarTypes[one.kind],
        mode: one.mode,
        mtime: new Date(one.modifiedMs),
        ...(one.kind === 'link' ? { linkname: one.target } : {}),
      },
      one.content,
    )
  }
  tar.finalize()
  call.response.setHeader(statHeader, statOf(path, file))
  await pipeline(tar, openStream(call, 'application/x-tar'))
}

async function take(call: FarmCall): Promise<void> {
  const { container, path, file } = found(call)
  if (file.kind !== 'folder') throw new Refusal(400, 'extraction point is not a directory')
  if (isBulkFolder(path)) {
    await swallow(call.request)
    return sendNothing(call, 200)
  }
  const unpack = extract()
  unpack.end(await readBody(call.request))
  for await (const entry of unpack) {
    const { name, type, mode = 0o644, mtime, linkname } = entry.header
    const chunks: Buffer[] = []
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk)
    putFile(container, posix.join(path, name).replace(/(.)\/$/, '$1'), {
      kind: type === 'directory' ? 'folder' : type === 'symlink' ? 'link' : 'file',
      mode,
      modifiedMs: mtime?.getTime() ?? call.world.clock(),
      content: Buffer.concat(chunks),
      target: linkname ?? '',
    })
  }
  sendNothing(call, 200)
}

async function loadImages(call: FarmCall): Promise<void> {
  const size = await swallow(call.request)
  sendJson(call, { stream: `Loaded ${size} bytes\n` })
}

const path = /^\/containers\/([^/]+)\/archive$/

export const archiveRoutes: Route[] = [
  ['HEAD', path, tell],
  ['GET', path, give],
  ['PUT', path, take],
  ['POST', /^\/images\/load$/, loadImages],
]
