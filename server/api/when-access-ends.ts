// What was allowed when a stream began may be over before the stream is: a sign-out, a removed token, an expiry.

import type { Auth } from '@/server/auth/auth'
import { type AccessRule, identify } from '@/server/auth/authenticate'

const defaultEveryMs = 10_000

/** Tells once, when nobody stands behind the request any more. Returns what ends the asking. */
export const whenAccessEnds = (
  { auth, access }: { auth: Auth; access: AccessRule },
  request: Request,
  tell: () => void,
  everyMs = defaultEveryMs,
): (() => void) => {
  const timer = setInterval(() => {
    identify(auth, access, (name) => request.headers.get(name)).then(
      (identity) => {
        if (identity !== null) return
        clearInterval(timer)
        tell()
      },
      // A database that cannot be read just now ends no stream.
      () => {},
    )
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
