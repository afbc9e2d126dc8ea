// Bringing an image to a host: pulled, built there, or taken from another host.
import { parseAddress } from '@/server/docker/address'
import { jsonLines } from '@/server/docker/json-lines'
import {
  authsHeader,
  type RegistryAuth,
  registryIn,
  registryMeaning,
  wordsWithout,
} from '@/server/docker/registry-auth'
import { tarOf } from '@/server/docker/tar'
import { AppError } from '@/server/errors'
import type { RegistryAccess } from '@/server/registries/types'
import type { BuildPlan } from '../build-plan'
import { lotseLabel } from '../labels'
import { inputOf } from '../operations'
import type { Performer } from './context'
import { copyFrom, holder, imageOn, insteadCopied, isBuiltFrom, isRegistryError, pull } from './image-calls'
import { pullBuilt } from './perform-built'

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
