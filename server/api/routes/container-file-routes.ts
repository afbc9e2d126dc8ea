// Files of containers: browsed, read, downloaded and uploaded through their engines. Whoever sees a file's content leaves a line.
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { extract } from 'tar-stream'
import { z } from 'zod'
import { lastName, normalPath, readOnlyReason, relativePath } from '@/lib/container-paths'
import type { Container } from '@/lib/contract/containers'
import { filesView } from '@/lib/contract/files'
import { isDirectory, isRegular, openArchive, resolvePath } from '@/server/docker/archive'
import { putFile } from '@/server/docker/put-file'
import { AppError } from '@/server/errors'
import { withMeaning } from '../container-acts'
import { nothingAt, viewFiles } from '../container-files'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'
import { findContainer } from './container-routes'

const tag = 'containers'
const params = z.object({ id: z.string() })
const path = z
  .string()
  .transform((text, context) => {
    const whole = normalPath(text)
    if (whole !== null) return whole
    context.addIssue({ code: 'custom', message: 'Must be an absolute path, such as /etc.' })
    return z.NEVER
  })
  .describe('Absolute, in the container')
const name = z
  .string()
  .refine((text) => relativePath(text) !== null, 'Must be a path below the folder, such as conf/app.yaml.')
  .describe('Below the folder; folders on the way are made')

type Inspect = { HostConfig?: { ReadonlyRootfs?: boolean } }

const attachment = (filename: string): string =>
  `attachment; filename*=UTF-8''${encodeURIComponent(filename).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`

const answerOf = (stream: Readable, filename: string, type: string, size?: number): Response =>
  new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': type,
      'content-disposition': attachment(filename),
      ...(size === undefined ? {} : { 'content-length': String(size) }),
    },
  })

export const containerFileRoutes = (parts: ApiParts): AnyEndpoint[] => {
  const { cluster, activity } = parts
  const placeOf = ({ hostName, name: called }: Container, at: string) => `${hostName}/${called}:${at}`
  const targetOf = (id: string, at: string): string => {
    const found = cluster.container(id)
    return found ? placeOf(found, at) : `${id}:${at}`
  }

  return [
    endpoint({
      method: 'get',
      path: '/api/v1/containers/:id/files',
      tag,
      summary: 'A folder’s entries, or a small text file; reading one leaves an audit line',
      params,
      query: z.object({ path }),
      response: filesView,
      handle: async ({ params: { id }, query, identity }) => {
        const found = findContainer(parts, id)
        const view = await withMeaning(viewFiles(cluster.engine(found.hostId), found, query.path))
        if (view.kind === 'file' && view.content.kind === 'text') {
          const target = placeOf(found, query.path)
          await activity.record({
            actor: identity.actor,
            action: 'container.read-file',
            target,
            result: 'ok',
            message: '',
          })
        }
        return view
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/containers/:id/files/download',
      tag,
      summary: 'A file as it is, or a folder as a tar archive; leaves an audit line',
      params,
      query: z.object({ path }),
      stream: { type: 'application/octet-stream', of: z.string(), description: 'A folder comes as application/x-tar' },
      handle: async ({ params: { id }, query, identity, signal }) => {
        const found = findContainer(parts, id)
        const engine = cluster.engine(found.hostId)
        const there = await withMeaning(resolvePath(engine, found.id, query.path))
        if (there === null) throw nothingAt(query.path)
        if (!isDirectory(there.stat) && !isRegular(there.stat)) {
          throw new AppError('conflict', `${query.path} is a device, a socket or a pipe: there is nothing to download.`)
        }
        const archive = await withMeaning(openArchive(engine, found.id, there.path, signal))
        const target = placeOf(found, query.path)
        await activity.record({
          actor: identity.actor,
          action: 'container.download',
          target,
          result: 'ok',
          message: '',
        })
        const called = lastName(query.path) || found.name
        if (isDirectory(there.stat)) return answerOf(archive, `${called}.tar`, 'application/x-tar')
        const { size, content } = await firstFile(archive, nothingAt(query.path))
        return answerOf(content, called, 'application/octet-stream', size)
      },
    }),
    endpoint({
      method: 'put',
      path: '/api/v1/containers/:id/files',
      tag,
      summary: 'Upload one file into a folder: the request’s body is its content',
      params,
      query: z.object({ path, name, overwrite: z.stringbool().default(false) }),
      response: z.object({ path: z.string(), isNew: z.boolean() }),
      audit: {
        action: 'container.upload',
        target: ({ params: { id }, query }) => targetOf(id, `${query.path === '/' ? '' : query.path}/${query.name}`),
      },
      handle: async ({ params: { id }, query, request, signal, note }) => {
        const found = findContainer(parts, id)
        const size = Number(request.headers.get('content-length') ?? Number.NaN)
        if (!Number.isSafeInteger(size)) {
          throw new AppError('invalid_input', 'An upload must say its size in Content-Length.')
        }
        const content = request.body
          ? Readable.fromWeb(request.body as unknown as NodeReadableStream<Uint8Array>)
          : Readable.from([])
        const done = await orDrained(content, async () => {
          parts.moves.requireFree(found)
          const engine = cluster.engine(found.hostId)
          const inspect = await withMeaning(engine.json<Inspect>('GET', `/containers/${found.id}/json`))
          const reason = readOnlyReason(query.path, found.mounts, inspect.HostConfig?.ReadonlyRootfs === true)
          if (reason) {
            const what = reason.kind === 'mount' ? `The mount at ${reason.target}` : 'The container’s own file system'
            throw new AppError('conflict', `${what} is read only: nothing can be written to ${query.path}.`)
          }
          const { path: folder, name: below, overwrite } = query
          return withMeaning(putFile(engine, found.id, { folder, name: below, size, content, overwrite, signal }))
        })
        note(done.isNew ? 'new' : 'replaced', { bytes: size })
        return done
      },
    }),
  ]
}

/** A refusal waits until all is sent: a browser that still sends never sees an answer, only a broken connection. */
async function orDrained<T>(content: Readable, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!content.destroyed) {
      content.resume()
      await finished(content).catch(() => undefined)
    }
    throw error
  }
}

/**
 * The one file in an archive. Its size is the archive's own: the file may have grown since it was looked at, and what goes
 * beyond an announced length would be read as the beginning of another answer.
 */
async function firstFile(archive: Readable, missing: AppError): Promise<{ size: number; content: Readable }> {
  const unpack = extract()
  archive.on('error', (error) => unpack.destroy(error))
  archive.pipe(unpack)
  const close = () => {
    archive.destroy()
    unpack.destroy()
  }
  const entries = unpack[Symbol.asyncIterator]()
  try {
    const { value: entry, done } = await entries.next()
    if (done || entry.header.type !== 'file') throw missing
    const bytes = async function* () {
      try {
        yield* entry as AsyncIterable<Buffer>
      } finally {
        close()
      }
    }
    return { size: entry.header.size ?? 0, content: Readable.from(bytes()) }
  } catch (error) {
    close()
    throw error
  }
}
