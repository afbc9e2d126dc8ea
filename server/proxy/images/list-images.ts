// `docker images` over all hosts: each image once, with every tag it has anywhere.
import type { Image } from '@/lib/contract/inventory'
import { isAway } from '@/server/errors'
import { inParallel } from '@/server/networks/in-parallel'
import { type Filters, hasLabels, readFilters, truthOf } from '../filters'
import { sendJson } from '../http/docker-error'
import { momentIn } from '../moment'
import { findImages } from '../objects/find-image'
import { answering } from '../on-hosts'
import type { Answer, ProxyContext } from '../types'

const known = ['before', 'dangling', 'label', 'node', 'reference', 'since', 'until']

/** As engines match references: `*` and `?` stop at a slash; a repository stands for all its tags. Pure. */
export function matchesReference(reference: string, pattern: string): boolean {
  const [repository = '', wantsTag] = splitTag(pattern)
  const [own = '', ownTag = ''] = splitTag(reference)
  return matchesGlob(own, repository) && (wantsTag === undefined || matchesGlob(ownTag, wantsTag))
}

function matchesGlob(text: string, pattern: string): boolean {
  const [parts, wanted] = [text.split('/'), pattern.split('/')]
  return parts.length === wanted.length && parts.every((part, at) => matchesPart(part, wanted[at] ?? ''))
}

/** Step by step: as a regular expression a handful of stars would keep everybody waiting for hours. */
function matchesPart(text: string, pattern: string): boolean {
  let [at, of] = [0, 0]
  /** Behind the last star, and how much of the text it has taken. */
  let [star, taken] = [-1, 0]
  while (at < text.length) {
    if (pattern[of] === '*') {
      of += 1
      star = of
      taken = at
    } else if (pattern[of] === '?' || pattern[of] === text[at]) {
      at += 1
      of += 1
    } else if (star < 0) return false
    else {
      taken += 1
      at = taken
      of = star
    }
  }
  return /^\**$/.test(pattern.slice(of))
}

const splitTag = (reference: string): [string, string | undefined] => {
  const colon = reference.lastIndexOf(':')
  return colon > reference.lastIndexOf('/')
    ? [reference.slice(0, colon), reference.slice(colon + 1)]
    : [reference, undefined]
}

const ms = ({ createdAt }: Image) => Date.parse(createdAt)
const lookTimeoutMs = 5_000
const mostLooks = 16

/** Lists tell the second; what was made within one is told apart by the engine that has it. */
async function exactMs(context: ProxyContext, image: Image, silent: Set<string>): Promise<number> {
  for (const { id } of answering(context).filter((host) => image.hostIds.includes(host.id) && !silent.has(host.id))) {
    try {
      const path = `/images/${encodeURIComponent(image.id)}/json`
      const { Created } = await context.cluster.engine(id).json<{ Created?: string }>('GET', path, {
        timeoutMs: lookTimeoutMs,
      })
      const exact = Date.parse(Created ?? '')
      if (!Number.isNaN(exact)) return exact
    } catch (error) {
      // Another host may know it.
      if (isAway(error)) silent.add(id)
    }
  }
  return ms(image)
}

/** Negative: made before the image that is named. */
async function ageBeside(context: ProxyContext, ref: string | undefined): Promise<(image: Image) => number> {
  if (ref === undefined) return () => 0
  const { cluster } = context
  const [named] = findImages(cluster, ref).sort((one, other) => ms(other) - ms(one))
  const second = named ? ms(named) : 0
  const ofThatSecond = cluster.images().filter((image) => ms(image) === second)
  const silent = new Set<string>()
  const look = async (image: Image) => [image.id, await exactMs(context, image, silent)] as const
  // Builds that are to be the same each time date thousands to one moment.
  const exact = new Map(ofThatSecond.length === 1 ? [] : await inParallel(ofThatSecond, mostLooks, look))
  const exactNamed = exact.get(named?.id ?? '') ?? second
  return (image) => ms(image) - second || (exact.get(image.id) ?? second) - exactNamed
}

/** `repository@sha256:…` by the whole of it or by its repository. */
export const matchesDigest = (digest: string, pattern: string): boolean =>
  matchesGlob(digest.slice(0, digest.indexOf('@')), pattern) || matchesGlob(digest, pattern)

type Names = Pick<Image, 'tags' | 'digests'>

/** The names to show, or null when the image is not wanted. */
async function wantedNames(context: ProxyContext, filters: Filters): Promise<(image: Image) => Names | null> {
  const { cluster } = context
  const one = (key: string): string | undefined => filters.get(key)?.[0]
  const [before, since, until] = [one('before'), one('since'), one('until')]
  const dangling = truthOf(filters, 'dangling')
  const [besideBefore, besideSince] = [await ageBeside(context, before), await ageBeside(context, since)]
  const untilMs = until === undefined ? null : momentIn(until, Date.now())
  const references = filters.get('reference') ?? []
  const nodes = filters.get('node') ?? []
  const stocks = cluster
    .hosts()
    .filter(({ name }) => nodes.includes(name))
    .map(({ id }) => new Map(cluster.inventoryOf(id).images.map(({ id: imageId, tags }) => [imageId, tags])))
  /** An image may have a tag on one host and not on another. */
  const tagsThere = ({ id, tags }: Image) =>
    nodes.length === 0 ? tags : tags.filter((tag) => stocks.some((stock) => stock.get(id)?.includes(tag)))
  return (image) => {
    if (before !== undefined && besideBefore(image) >= 0) return null
    if (since !== undefined && besideSince(image) <= 0) return null
    if (untilMs !== null && ms(image) >= untilMs) return null
    if (dangling !== undefined && dangling !== (image.tags.length === 0)) return null
    if (!hasLabels(image.labels, filters.get('label'))) return null
    if (nodes.length > 0 && !stocks.some((stock) => stock.has(image.id))) return null
    const there = tagsThere(image)
    if (references.length === 0) return { tags: there, digests: image.digests }
    const tags = there.filter((tag) => references.some((pattern) => matchesReference(tag, pattern)))
    const digests = image.digests.filter((digest) => references.some((pattern) => matchesDigest(digest, pattern)))
    return tags.length + digests.length > 0 ? { tags, digests } : null
  }
}

export const listImages: Answer = async (context, { response, target: { search } }) => {
  const namesOf = await wantedNames(context, readFilters(search, known))
  const images = context.cluster.images().flatMap((image) => {
    const names = namesOf(image)
    return names === null ? [] : [{ image, names }]
  })
  images.sort((one, other) => ms(other.image) - ms(one.image))
  sendJson(
    response,
    images.map(({ image, names }) => ({
      Id: image.id,
      ParentId: '',
      RepoTags: names.tags,
      RepoDigests: names.digests,
      Created: Math.floor(ms(image) / 1000),
      Size: image.sizeBytes,
      VirtualSize: image.sizeBytes,
      SharedSize: -1,
      Labels: image.labels,
      Containers: image.containerCount,
    })),
  )
}
