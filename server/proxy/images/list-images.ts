// `docker images` over all hosts: each image once, with every tag it has anywhere.
import type { Image } from '@/lib/contract/inventory'
import { type Filters, hasLabels, isTrue, readFilters } from '../filters'
import { sendJson } from '../http/docker-error'
import { findImages } from '../objects/find-image'
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

/** The tags to show, or null when the image is not wanted. */
function wantedTags(context: ProxyContext, filters: Filters): (image: Image) => string[] | null {
  const { cluster } = context
  const one = (key: string): string | undefined => filters.get(key)?.[0]
  const momentOf = (ref: string) => Math.max(...findImages(cluster, ref).map(ms))
  const before = one('before')
  const since = one('since')
  const dangling = one('dangling')
  const until = one('until')
  const beforeMs = before === undefined ? null : momentOf(before)
  const sinceMs = since === undefined ? null : momentOf(since)
  const untilMs = until === undefined ? null : /^\d+(\.\d+)?$/.test(until) ? Number(until) * 1000 : Date.parse(until)
  const references = filters.get('reference') ?? []
  const nodes = filters.get('node') ?? []
  return (image) => {
    if (beforeMs !== null && ms(image) >= beforeMs) return null
    if (sinceMs !== null && ms(image) <= sinceMs) return null
    if (untilMs !== null && ms(image) >= untilMs) return null
    if (dangling !== undefined && isTrue(dangling) !== (image.tags.length === 0)) return null
    if (!hasLabels(image.labels, filters.get('label'))) return null
    if (nodes.length > 0 && !image.hostNames.some((name) => nodes.includes(name))) return null
    if (references.length === 0) return image.tags
    const tags = image.tags.filter((tag) => references.some((pattern) => matchesReference(tag, pattern)))
    return tags.length > 0 ? tags : null
  }
}

export const listImages: Answer = (context, { response, target: { search } }) => {
  const tagsOf = wantedTags(context, readFilters(search, known))
  const images = context.cluster.images().flatMap((image) => {
    const tags = tagsOf(image)
    return tags === null ? [] : [{ image, tags }]
  })
  images.sort((one, other) => ms(other.image) - ms(one.image))
  sendJson(
    response,
    images.map(({ image, tags }) => ({
      Id: image.id,
      ParentId: '',
      RepoTags: tags,
      RepoDigests: image.digests,
      Created: Math.floor(ms(image) / 1000),
      Size: image.sizeBytes,
      VirtualSize: image.sizeBytes,
      SharedSize: -1,
      Labels: image.labels,
      Containers: image.containerCount,
    })),
  )
}
