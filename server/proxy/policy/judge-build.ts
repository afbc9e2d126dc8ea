// What a build gives out and where it gets things from, held against a role's policy. Pure.
import type { DockerPolicy } from '@/lib/contract/docker-access'
import type { BuildAsked, BuildOutput } from '../buildkit/asked'
import { fromSession } from '../buildkit/sources'
import { isObject } from '../http/read-body'
import { objectIn, wordIn } from './fields'
import type { Violation } from './violation'

/** `[{"Type":"local","Attrs":{…}}]` of a path; what is no such list is named as it is. */
export function outputsIn(text: string): BuildOutput[] {
  const unread: BuildOutput = { type: text, attrs: {} }
  let outputs: unknown
  try {
    outputs = JSON.parse(text)
  } catch {
    return [unread]
  }
  if (!Array.isArray(outputs)) return outputs === null ? [] : [unread]
  return outputs.map((each) => {
    if (!isObject(each)) return unread
    const attrs = Object.entries(objectIn(each, 'Attrs')).map(([name, value]) => [name, String(value)])
    return { type: wordIn(each, 'Type'), attrs: Object.fromEntries(attrs) }
  })
}

/** As they were judged, and nothing else: what is said twice, engines put together in their own way. */
export const textOf = (outputs: readonly BuildOutput[]): string =>
  JSON.stringify(outputs.map(({ type, attrs }) => ({ Type: type, Attrs: attrs })))

/** Those that leave what was built with its engine. */
const staysThere = new Set(['', 'moby', 'image', 'cacheonly'])
/** As builders read it: a name without a value is a yes. */
const isNo = /^(0|f|F|false|FALSE|False)$/

const wayOut = ({ type, attrs }: BuildOutput): string | null => {
  if (!staysThere.has(type)) return `the build gives out its files as ${type.slice(0, 100)}`
  return attrs.push === undefined || isNo.test(attrs.push) ? null : 'the build pushes what it makes to a registry'
}

/** Inline stays with the image. */
const cacheStays = (type: string) => type === 'inline'

export function judgeOutputs(
  { files }: Pick<DockerPolicy, 'files'>,
  { outputs, cacheOutputs }: Pick<BuildAsked, 'outputs' | 'cacheOutputs'>,
): Violation | null {
  if (files) return null
  const out = outputs.map(wayOut).find((each) => each !== null)
  const cache = cacheOutputs.find((each) => !cacheStays(each))
  const what = out ?? (cache === undefined ? null : `the build gives out its cache as ${cache.slice(0, 100) || 'none'}`)
  return what === null ? null : { rule: 'files', what }
}

const called = (what: string): Violation => ({ rule: 'engine-calls', what })

/** Registries are not meant: pulls are how images come. */
const ofImages = /^(docker-image|oci-layout)(\+blob)?:\/\//
/** `upload-request`, `client-session`: the client sends the files. A word without dots is no address in any spelling. */
const isSent = (context: string): boolean => /^[\w-]*$/.test(context) || /^(local|input|target):/.test(context)
const ownCaches = new Set(['registry', 'local', 'inline'])

export function judgeContext({ engineCalls }: Pick<DockerPolicy, 'engineCalls'>, context: string): Violation | null {
  if (engineCalls || isSent(context) || ofImages.test(context)) return null
  return called(`the build gets its files from ${context.slice(0, 100)}`)
}

/** `[{"Type":"s3",…}]`; what cannot be read is named as it is. */
function cachesIn(text: string): string[] {
  try {
    const caches: unknown = JSON.parse(text)
    if (Array.isArray(caches)) return caches.map((each) => (isObject(each) ? wordIn(each, 'Type') : text))
  } catch {
    // Named as it is, below.
  }
  return [text]
}

export function judgeSources(
  policy: Pick<DockerPolicy, 'engineCalls'>,
  { attrs, sources, cacheInputs, cacheOutputs }: Pick<BuildAsked, 'attrs' | 'sources' | 'cacheInputs' | 'cacheOutputs'>,
): Violation | null {
  if (policy.engineCalls) return null
  for (const [name, value] of Object.entries(attrs)) {
    const isContext = (name === 'context' || name.startsWith('context:')) && !fromSession.test(value)
    const violation = isContext ? judgeContext(policy, value) : null
    if (violation !== null) return violation
  }
  const isFetched = (each: string) => !ofImages.test(each) && !each.startsWith('local://') && !fromSession.test(each)
  const source = sources.find(isFetched)
  if (source !== undefined) return called(`the build gets files from ${source.slice(0, 100) || 'nowhere'}`)
  const asked = attrs['cache-imports'] ?? ''
  const caches = [...cacheInputs, ...cacheOutputs, ...(asked === '' ? [] : cachesIn(asked))]
  const cache = caches.find((each) => !ownCaches.has(each))
  return cache === undefined ? null : called(`the build keeps its cache with ${cache.slice(0, 100) || 'nobody'}`)
}
