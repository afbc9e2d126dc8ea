// The names a container has on its way to replace another of the same name.
import type { Container } from '@/lib/contract/containers'

/**
 * An engine cannot rename a running container that is on an overlay. So the new one waits under a name of its own, and
 * names change hands while neither runs.
 */
export const replacedName = (name: string, old: Container): string => `${name}-replaced-${old.id.slice(0, 6)}`
export const nextName = (name: string, old: Container): string => `${name}-next-${old.id.slice(0, 6)}`

/** One that is made beside the old one keeps the second name until the next update, which frees the first. */
export const secondName = (name: string): string => `${name}-b`
