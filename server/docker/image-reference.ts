// Image references as people write them and as engines list them: `redis` and `docker.io/library/redis:latest` are one image.

export type ImageReference = {
  /** Null: Docker Hub. */
  registry: string | null
  /** In the engines' short form, registry included: `redis`, `kiel.example:5000/shop/web`. */
  repository: string
  tag: string | null
  digest: string | null
}

export const parseImageReference = (text: string): ImageReference => {
  const [beforeDigest = '', digest = null] = text.split('@', 2)
  const slash = beforeDigest.lastIndexOf('/')
  const colon = beforeDigest.indexOf(':', slash + 1)
  const tag = colon === -1 ? null : beforeDigest.slice(colon + 1)
  const whole = (colon === -1 ? beforeDigest : beforeDigest.slice(0, colon))
    .replace(/^(index\.)?docker\.io\//, '')
    .replace(/^library\/(?=[^/]+$)/, '')
  const first = whole.split('/', 1)[0] ?? ''
  const isRegistry = whole.includes('/') && (/[.:]/.test(first) || first === 'localhost')
  return {
    registry: isRegistry ? first : null,
    repository: whole,
    tag: tag ?? (digest === null ? 'latest' : null),
    digest,
  }
}

/** As an engine lists it among an image's tags; with a digest `repository@sha256:…`. */
export const familiarReference = (text: string): string => {
  const { repository, tag, digest } = parseImageReference(text)
  return digest === null ? `${repository}:${tag}` : `${repository}@${digest}`
}

export const withDigest = (reference: string, digest: string): string =>
  `${parseImageReference(reference).repository}@${digest}`

/** Does an image with these tags and digests answer to the reference? */
export const imageAnswersTo = (
  image: { id: string; tags: readonly string[]; digests: readonly string[] },
  reference: string,
): boolean => {
  if (reference === image.id) return true
  const familiar = familiarReference(reference)
  return image.tags.some((tag) => familiarReference(tag) === familiar) || answersToDigest(image.digests, reference)
}

const answersToDigest = (digests: readonly string[], reference: string): boolean => {
  const { repository, digest } = parseImageReference(reference)
  return digest !== null && digests.some((item) => familiarReference(item) === `${repository}@${digest}`)
}

/** The digest under which an image is known in the reference's repository. */
export const digestIn = (digests: readonly string[], reference: string): string | null => {
  const { repository } = parseImageReference(reference)
  for (const item of digests) {
    const parsed = parseImageReference(item)
    if (parsed.repository === repository && parsed.digest !== null) return parsed.digest
  }
  return null
}
