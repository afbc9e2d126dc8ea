// A list of containers on its way to a client, in pieces and at the client's pace: a text of thirty thousand at once would stand in
// memory three times over and hold everybody up while it is made.
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { type Listed, writtenOf } from './container-listing'
import { ageOf } from './container-summary'

export type ListingOptions = {
  nowMs: number
  ipOf(hostId: string): string
  /** Members that only some lists have, by container. */
  more?: ReadonlyMap<string, object> | null
}

const piece = 100

/** The texts of the list piece by piece, and how many bytes they are together. */
export function listingText(listed: readonly Listed[], { nowMs, ipOf, more = null }: ListingOptions) {
  const ends = listed.map(({ container: { id } }) => {
    const members = more?.get(id)
    return members === undefined ? '' : `,${JSON.stringify(members).slice(1, -1)}`
  })
  const written = listed.map((each) => writtenOf(each, ipOf(each.container.hostId)))
  const ages = written.map(({ sinceMs }) => ageOf(sinceMs, nowMs))
  let bytes = 3 + Math.max(0, listed.length - 1)
  let isLatin = true
  written.forEach((each, at) => {
    bytes += each.bytes + (ages[at] as string).length + (ends[at] as string).length + 1
    isLatin &&= each.isAscii
  })
  function* pieces(): Generator<string> {
    for (let from = 0; from < written.length; from += piece) {
      let text = from === 0 ? '[' : ''
      const until = Math.min(written.length, from + piece)
      for (let at = from; at < until; at += 1) {
        const { head, tail } = written[at] as (typeof written)[number]
        text += `${at === 0 ? '' : ','}${head}${ages[at]}${tail}${ends[at]}}`
      }
      yield until === written.length ? `${text}]\n` : text
    }
    if (written.length === 0) yield '[]\n'
  }
  /** Bytes of plain ASCII need no encoding. */
  return { bytes, encoding: isLatin ? ('latin1' as const) : ('utf8' as const), pieces: pieces() }
}

export async function sendListing(
  response: ServerResponse,
  listed: readonly Listed[],
  options: ListingOptions,
): Promise<void> {
  const { bytes, encoding, pieces } = listingText(listed, options)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes })
  const gone = new AbortController()
  const leave = () => gone.abort()
  response.once('close', leave)
  try {
    for (const text of pieces) {
      if (response.destroyed) return
      if (!response.write(text, encoding)) await once(response, 'drain', { signal: gone.signal })
    }
    response.end()
  } catch (error) {
    if (!gone.signal.aborted) throw error
  } finally {
    response.off('close', leave)
  }
}
