// Bringing an image to a host: pulled, built there, or taken from another host; and what was built to the registry.
import type { Readable } from 'node:stream'
import { parseAddress } from '@/server/docker/address'
import { familiarReference, parseImageReference } from '@/server/docker/image-reference'
import { jsonLines } from '@/server/docker/json-lines'
import { pullImage } from '@/server/docker/pull'
import { pushImage } from '@/server/docker/push'
import {
  authsHeader,
  type RegistryAuth,
  registryIn,
  registryMeaning,
  wordsWithout,
} from '@/server/docker/registry-auth'
import type { TransferProgress } from '@/server/docker/transfer'
import { createTransferProgress } from '@/server/docker/transfer-progress'
import { AppError, isAppError } from '@/server/errors'
import type { RegistryAccess } from '@/server/registries/types'
import type { BuildPlan } from '../build-plan'
import { lotseLabel } from '../labels'
import { inputOf } from '../operations'
import type { Act, Performer } from './context'
import { unlessMissing } from './engine-answers'
import { tarOf } from './tar'

type LocalImage = { Id?: string; Config?: { Labels?: Record<string, string> | null } | null }

const imageOn = (act: Act, reference: string): Promise<LocalImage | undefined> =>
  unlessMissing(act.engine.json<LocalImage>('GET', `/images/${encodeURIComponent(reference)}/json`))

const isBuiltFrom = (image: LocalImage | undefined, hash: string): boolean =>
  image?.Config?.Labels?.[lotseLabel.build] === hash

const reported = async (act: Act, events: AsyncIterable<TransferProgress>): Promise<string> => {
  const read = createTransferProgress()
  let last = ''
  for await (const event of events) {
    const progress = read(event)
    last = progress.detail
    act.report(progress)
  }
  return last.replace(/^Status: /, '')
}

const pull = async (act: Act, reference: string, platform: string | undefined, registries: RegistryAccess) => {
  const auth = await registries.authFor(reference)
  const request = { auth, signal: act.signal, ...(platform === undefined ? {} : { platform }) }
  return reported(act, pullImage(act.engine, reference, request))
}

const tag = async (act: Act, reference: string, as: string): Promise<void> => {
  const { repository: repo, tag } = parseImageReference(as)
  await act.engine.json('POST', `/images/${encodeURIComponent(reference)}/tag`, {
    query: { repo, tag: tag ?? 'latest' },
  })
}

/** Only the name: with it an image that nothing uses any more would look wanted when the host is tidied up. */
const untag = async (act: Act, reference: string): Promise<void> => {
  await unlessMissing(
    act.engine.json('DELETE', `/images/${encodeURIComponent(reference)}`, { query: { noprune: true } }),
  )
}

/** Another host that has it, for when the registry does not answer. A copy has no digest, only its name. */
const holder = (act: Act, reference: string, hash?: string): string | undefined =>
  act.cluster
    .images()
    .filter(({ labels }) => hash === undefined || labels[lotseLabel.build] === hash)
    .find(({ tags }) => tags.includes(familiarReference(reference)))
    ?.hostIds.find((id) => id !== act.operation.hostId && act.cluster.host(id)?.state === 'healthy')

const isRegistryError = (error: unknown): boolean => isAppError(error) && error.code === 'registry_error'

const insteadCopied = async (act: Act, reference: string, from: string): Promise<string> => {
  await copyFrom(act, reference, from)
  return `the registry did not give it; taken from ${act.cluster.host(from)?.name ?? from}`
}

type Built = { from: string; hash: string }

const pullBuilt = async (
  act: Act,
  reference: string,
  { from, hash }: Built,
  platform: string | undefined,
  registries: RegistryAccess,
) => {
  if (isBuiltFrom(await imageOn(act, reference), hash)) {
    if (act.isResumed) await untag(act, from)
    return 'was there already'
  }
  const other = holder(act, reference, hash)
  let said = ''
  try {
    said = await pull(act, from, platform, registries)
  } catch (error) {
    if (other === undefined || !isRegistryError(error) || act.signal.aborted) throw error
    return insteadCopied(act, reference, other)
  }
  if (!isBuiltFrom(await imageOn(act, from), hash)) {
    await untag(act, from)
    const fix = `Remove the tag ${from} from the registry and deploy again: it is built anew.`
    throw new AppError('registry_error', `${from} is not what these files were built to: somebody else pushed it.`, {
      details: { fix },
    })
  }
  await tag(act, from, reference)
  await untag(act, from)
  return said
}

export const performPull =
  (registries: RegistryAccess): Performer =>
  async (act) => {
    const { reference, always, platform, built } = inputOf('pull-image', act.operation)
    if (built !== undefined) return pullBuilt(act, reference, built, platform, registries)
    if (!always && (await imageOn(act, reference)) !== undefined) return 'was there already'
    try {
      return await pull(act, reference, platform, registries)
    } catch (error) {
      const from = isRegistryError(error) && !always ? holder(act, reference) : undefined
      if (from === undefined || act.signal.aborted) throw error
      return insteadCopied(act, reference, from)
    }
  }

/** What was pushed before is not sent again: the registry has the layers. */
export const performPush =
  (registries: RegistryAccess): Performer =>
  async (act) => {
    const { reference, hash } = inputOf('push-image', act.operation)
    const { target } = act.operation
    if (!isBuiltFrom(await imageOn(act, reference), hash)) {
      const details = { fix: 'Deploy again: it is built anew.' }
      throw new AppError('engine_error', `${reference} is no longer what was built for this revision`, { details })
    }
    await tag(act, reference, target)
    try {
      const auth = await registries.authFor(target)
      return await reported(act, pushImage(act.engine, target, { auth, signal: act.signal }))
    } finally {
      // A name too many harms nobody; a failure to take it away would hide why the push failed.
      await untag(act, target).catch(() => undefined)
    }
  }

const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`

const copyFrom = async (act: Act, reference: string, fromHostId: string): Promise<string> => {
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

export const performCopy: Performer = async (act) => {
  const { reference, fromHostId } = inputOf('copy-image', act.operation)
  if (act.isResumed && (await imageOn(act, reference)) !== undefined) return 'was there already'
  return copyFrom(act, reference, fromHostId)
}

const buildQuery = (plan: BuildPlan, platform: string | undefined) => {
  const { build, tag, hash } = plan
  const args = Object.fromEntries(Object.entries(build.args ?? {}).filter(([, value]) => value !== null))
  return {
    t: tag,
    dockerfile: plan.dockerfile ?? undefined,
    remote: plan.remote ?? undefined,
    buildargs: JSON.stringify(args),
    labels: JSON.stringify({ ...build.labels, [lotseLabel.build]: hash }),
    cachefrom: build.cache_from === undefined ? undefined : JSON.stringify(build.cache_from),
    extrahosts: build.extra_hosts?.map((entry) => entry.replace('=', ':')).join(','),
    networkmode: build.network,
    nocache: build.no_cache,
    pull: build.pull ? '1' : undefined,
    shmsize: build.shm_size,
    target: build.target,
    platform,
    rm: true,
    forcerm: true,
  }
}

/** Most often the files are at fault; but a build also fails when a registry refuses the image it begins with. */
const buildError = (tag: string, said: string, last: string, auths: readonly RegistryAuth[]): AppError => {
  const words = auths.reduce((text, auth) => wordsWithout(auth, text), said)
  const address = registryIn(words)
  const username = auths.find((auth) => auth.address === address)?.username
  const { fix } = address === null ? {} : registryMeaning(address, username, words)
  const after = last === '' ? '' : ` (after: ${last})`
  return new AppError(
    fix === undefined ? 'engine_error' : 'registry_error',
    `${tag} cannot be built: ${words}${after}`,
    {
      details: { fix: fix ?? 'Correct the Dockerfile or its files.' },
    },
  )
}

const step = /^Step (\d+)\/(\d+) : (.*)/

export const performBuild =
  (registries: RegistryAccess): Performer =>
  async (act) => {
    const { service, tag, hash } = inputOf('build-image', act.operation)
    const desired = act.revision?.services.get(service)
    const plan = desired?.build
    if (!plan) throw new AppError('internal', `The revision builds nothing for ${service}`)
    if (isBuiltFrom(await imageOn(act, tag), hash)) return 'was built already'
    const auths = await registries.allAuths()
    const response = await act.engine.stream('POST', '/build', {
      query: buildQuery(plan, desired?.service.platform),
      headers: authsHeader(auths),
      ...(plan.remote === null ? { body: await tarOf(plan.files) } : {}),
      timeoutMs: 0,
      signal: act.signal,
    })
    let last = ''
    for await (const line of jsonLines(response, 'POST /build', parseAddress(act.engine.address))) {
      if (typeof line.error === 'string') {
        throw buildError(tag, line.error, last, auths)
      }
      const text = typeof line.stream === 'string' ? line.stream.trim() : ''
      const match = step.exec(text)
      if (text !== '') last = text.slice(0, 200)
      if (match !== null)
        act.report({
          detail: `step ${match[1]} of ${match[2]}: ${match[3]}`,
          fraction: (Number(match[1]) - 1) / Number(match[2]),
        })
    }
    return undefined
  }
