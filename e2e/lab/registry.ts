// The lab's registry: images are pushed to it straight from the cache, under the names a mirror is asked for, so that
// `docker pull redis` works on every host although no registry of the internet can be reached.
import { createReadStream } from 'node:fs'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { AppError } from '@/server/errors'
import { type BuiltImage, blobFile, type ImageCache } from './images'
import { launch } from './run'
import type { Toolchain } from './toolchain'
import type { LockedRegistry } from './types'
import { until } from './waiting'

type RegistryPlace = { address: string; directory: string; name: string; login?: string }

/** `login`: a line of an htpasswd file, without which nobody gets in. Gives the process id. */
const openRegistry = async (
  { address, directory, name, login }: RegistryPlace,
  toolchain: Toolchain,
  signal?: AbortSignal,
): Promise<number> => {
  const [storage, config, logins, logFile] = ['', '.yml', '.htpasswd', '.log'].map((end) =>
    join(directory, `${name}${end}`),
  ) as [string, string, string, string]
  await mkdir(storage, { recursive: true })
  if (login !== undefined) await writeFile(logins, `${login}\n`)
  await writeFile(
    config,
    `version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: ${JSON.stringify(storage)}}, delete: {enabled: true}}
http: {addr: '${address}'}
${login === undefined ? '' : `auth: {htpasswd: {realm: lab, path: ${JSON.stringify(logins)}}}`}
`,
  )
  const processId = await launch(toolchain.registry, ['serve', config], {
    env: toolchain.env,
    logFile,
    labDirectory: directory,
  })
  const opened = login === undefined ? 200 : 401
  await until(
    () =>
      send(address, 'GET', '/v2/').then(
        ({ status }) => status === opened,
        () => false,
      ),
    `The registry did not open ${address}; see ${logFile}.`,
    30_000,
    signal,
  )
  return processId
}

export const startRegistry = async (
  address: string,
  directory: string,
  toolchain: Toolchain,
  signal: AbortSignal,
): Promise<void> => {
  await openRegistry({ address, directory, name: 'registry' }, toolchain, signal)
}

const username = 'pilot'
// As long as it is so that its base64 needs padding, which a login must survive.
const password = 'harbour-42-key'
const login = `${username}:$2b$05$abcdefghijklmnopqrstuuTXy4q3gYjsA1erCu8sP1ysbycfaZqAa`

/** Another registry, empty and behind a login. */
export const startLockedRegistry = async (
  address: string,
  directory: string,
  toolchain: Toolchain,
): Promise<LockedRegistry> => {
  const processId = await openRegistry({ address, directory, name: 'locked', login }, toolchain)
  const closed = () =>
    send(address, 'GET', '/v2/').then(
      () => false,
      () => true,
    )
  const stop = async () => {
    process.kill(processId)
    await until(closed, `The registry at ${address} does not end.`, 30_000)
  }
  return { address, username, password, stop }
}

interface Answer {
  status: number
  location: string
  body: string
}

const send = (
  address: string,
  method: string,
  path: string,
  body?: { file: string } | { text: string; type: string },
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const [host, port] = address.split(':')
    const outgoing = request({ host, port, method, path, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? '', body: text }),
      )
      response.on('error', reject)
    })
    outgoing.on('error', reject)
    if (!body) outgoing.end()
    else if ('text' in body) {
      outgoing.setHeader('Content-Type', body.type)
      outgoing.end(body.text)
    } else {
      stat(body.file).then(({ size }) => {
        outgoing.setHeader('Content-Type', 'application/octet-stream')
        outgoing.setHeader('Content-Length', size)
        createReadStream(body.file).on('error', reject).pipe(outgoing)
      }, reject)
    }
  })

const expectStatus = (answer: Answer, status: number, what: string): Answer => {
  if (answer.status === status) return answer
  throw new AppError('registry_error', `The lab's registry answered ${answer.status} to ${what}: ${answer.body.trim()}`)
}

const pushBlob = async (address: string, repository: string, digest: string, file: string): Promise<void> => {
  const held = await send(address, 'HEAD', `/v2/${repository}/blobs/${digest}`)
  if (held.status === 200) return
  const begun = expectStatus(await send(address, 'POST', `/v2/${repository}/blobs/uploads/`), 202, 'an upload')
  const target = new URL(begun.location, `http://${address}`)
  target.searchParams.set('digest', digest)
  expectStatus(await send(address, 'PUT', target.pathname + target.search, { file }), 201, `the blob ${digest}`)
}

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json'

const pushTo = async (address: string, repository: string, image: BuiltImage, cache: ImageCache): Promise<void> => {
  for (const { digest } of [image.config, ...image.layers]) {
    await pushBlob(address, repository, digest, blobFile(cache.directory, digest))
  }
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', ...image.config },
    layers: image.layers.map(({ digest, size }) => ({
      mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
      digest,
      size,
    })),
  })
  for (const tag of image.tags) {
    const answer = await send(address, 'PUT', `/v2/${repository}/manifests/${tag}`, { text, type: manifestType })
    expectStatus(answer, 201, `the manifest of ${repository}:${tag}`)
  }
}

/** Plain names go both under `library/`, where engines look for them in a mirror, and as they are written. */
export const pushImages = async (address: string, cache: ImageCache): Promise<void> => {
  for (const image of cache.images) {
    const repositories = image.name.includes('/') ? [image.name] : [image.name, `library/${image.name}`]
    for (const repository of repositories) await pushTo(address, repository, image, cache)
  }
}
