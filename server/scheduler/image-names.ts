// The names under which an affinity may speak of an image: its id, each repo:tag, and each repo alone.
import type { PlacementImage } from './types'

/** `registry:5000/team/web:1` → `registry:5000/team/web`; a colon before a slash is a port. */
function repositoryOf(tag: string): string {
  const digestAt = tag.indexOf('@')
  if (digestAt >= 0) return tag.slice(0, digestAt)
  const colonAt = tag.lastIndexOf(':')
  return colonAt < 0 || tag.includes('/', colonAt) ? tag : tag.slice(0, colonAt)
}

export const imageNames = (images: readonly PlacementImage[] | undefined): string[] =>
  (images ?? []).flatMap(({ id, tags }) => [id, ...tags, ...tags.map(repositoryOf)])
