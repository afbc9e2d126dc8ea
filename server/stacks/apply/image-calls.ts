// What bringing, building and pushing images have in common: single calls to engines, and where else an image can be taken from.
import type { Readable } from 'node:stream'
import { parseAddress } from '@/server/docker/address'
import { familiarReference, parseImageReference } from '@/server/docker/image-reference'
import { jsonLines } from '@/server/docker/json-lines'
import { pullImage } from '@/server/docker/pull'
import type { TransferProgress } from '@/server/docker/transfer'
import { createTransferProgress } from '@/server/docker/transfer-progress'
import { AppError, isAppError } from '@/server/errors'
import type { RegistryAccess } from '@/server/registries/types'
import { lotseLabel } from '../labels'
import type { Act } from './context'
import { unlessMissing } from './engine-answers'

type LocalImage = { Id?: string; Config?: { Labels?: Record<string, string> | null } | null }

export const imageOn = (act: Act, reference: string): Promise<LocalImage | undefined> =>
  unlessMissing(act.engine.json<LocalImage>('GET', `/images/${encodeURIComponent(reference)}/json`))

export const isBuiltFrom = (image: LocalImage | undefined, hash: string): boolean =>
  image?.Config?.Labels?.[lotseLabel.build] === hash

export const reported = async (act: Act, events: AsyncIterable<TransferProgress>): Promise<string> => {
  const read = createTransferProgress()
  let last = ''
  for await (const event of events) {
    const progress = read(event)
    last = progress.detail
    act.report(progress)
  }
  return last.replace(/^Status: /, '')
}

export const pull = async (act: Act, reference: string, platform: string | undefined, registries: RegistryAccess) => {
  const auth = await registries.authFor(reference)
  const request = { auth, signal: act.signal, ...(platform === undefined ? {} : { platform }) }
  return reported(act, pullImage(act.engine, reference, request))
}

export const tag = async (act: Act, reference: string, as: string): Promise<void> => {
  const { repository: repo, tag } = parseImageReference(as)
  await act.engine.json('POST', `/images/${encodeURIComponent(reference)}/tag`, {
    query: { repo, tag: tag ?? 'latest' },
  })
}

/** Only the name: with it an image that nothing uses any more would look wanted when the host is tidied up. */
export const untag = async (act: Act, reference: string): Promise<void> => {
  await unlessMissing(
    act.engine.json('DELETE', `/images/${encodeURIComponent(reference)}`, { query: { noprune: true } }),
  )
}

/** Another host that has it, for when the registry does not answer. A copy has no digest, only its name. */
export const holder = (act: Act, reference: string, hash?: string): string | undefined =>
  act.cluster
    .images()
    .filter(({ labels }) => hash === undefined || labels[lotseLabel.build] === hash)
    .find(({ tags }) => tags.includes(familiarReference(reference)))
    ?.hostIds.find((id) => id !== act.operation.hostId && act.cluster.host(id)?.state === 'healthy')

export const isRegistryError = (error: unknown): boolean => isAppError(error) && error.code === 'registry_error'

const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`

export const copyFrom = async (act: Act, reference: string, fromHostId: string): Promise<string> => {
  const source = act.cluster.engine(fromHostId)
  const { signal } = act
  const image = await source.stream('GET', `/images/${encodeURIComponent(reference)}/get`, {
    timeoutMs: 120_000,
    signal,
  })
  let bytes = 0
  image.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    act.report({ detail: `${mib(bytes)} copied`, fraction: null })
  })
  image.pause()
  try {
    const loaded = await act.engine.stream('POST', '/images/load', {
      body: image as Readable,
      query: { quiet: true },
      timeoutMs: 0,
      signal,
    })
    for await (const line of jsonLines(loaded, 'POST /images/load', parseAddress(act.engine.address))) {
      if (typeof line.error === 'string')
        throw new AppError('engine_error', `${reference} cannot be loaded: ${line.error}`)
    }
  } finally {
    // An engine that refuses leaves the rest unread, and the other one would hold it ready for ever.
    image.destroy()
  }
  return `${mib(bytes)} copied`
}

export const insteadCopied = async (act: Act, reference: string, from: string): Promise<string> => {
  await copyFrom(act, reference, from)
  return `the registry did not give it; taken from ${act.cluster.host(from)?.name ?? from}`
}
