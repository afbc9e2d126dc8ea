// Random values that open something, and their digests. Only digests are stored: a stolen database opens nothing.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export const newOpaqueToken = (): string => randomBytes(32).toString('base64url')

export const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Takes the same time wherever the two differ. */
export const isSameText = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
