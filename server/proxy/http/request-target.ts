// The path of a request taken apart, so that what is relayed is what was looked at: no dot segments, no hidden slashes,
// no empty segments that one side would fold and the other not. Pure.

export type RequestTarget = {
  /** `1.45` of `/v1.45/…`; null: the client asked without one. */
  version: string | null
  /** Decoded, without the version. */
  segments: string[]
  /** As it came, with its question mark; empty when there is none. */
  query: string
  search: URLSearchParams
}

const longestTarget = 32_768

const decoded = (segment: string): string | null => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}

/** Control characters, and what some reader takes for a separator. */
const isUnsafe = (segment: string): boolean =>
  segment === '.' ||
  segment === '..' ||
  /[/\\]/.test(segment) ||
  [...segment].some((each) => each < ' ' || each === '\x7f')

/** A sentence when the path cannot be served. */
export function readTarget(target: string): RequestTarget | string {
  if (!target.startsWith('/')) return 'The request names no path.'
  if (target.length > longestTarget) return 'The path of the request is too long.'
  if (target.includes('#')) return 'The path of the request contains a #.'
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  const query = mark < 0 ? '' : target.slice(mark)
  const segments: string[] = []
  for (const raw of path.slice(1).split('/')) {
    const segment = decoded(raw)
    if (segment === null) return 'The path of the request is not properly encoded.'
    if (segment === '') return 'The path of the request has an empty segment.'
    if (isUnsafe(segment)) return 'The path of the request has a segment that is no name.'
    segments.push(segment)
  }
  const first = segments[0] ?? ''
  const version = /^v(\d{1,2}\.\d{1,3})$/.exec(first)?.[1] ?? null
  if (version === null && /^v\d/.test(first)) return `${first} is no version of the Docker API.`
  return {
    version,
    segments: version === null ? segments : segments.slice(1),
    query,
    search: new URLSearchParams(query),
  }
}

const encodeSegment = (segment: string): string => encodeURIComponent(segment).replaceAll('%3A', ':')

export const pathOf = (version: string, segments: readonly string[], query = ''): string =>
  `/v${version}/${segments.map(encodeSegment).join('/')}${query}`
