// Connections that stay: whoever loses access while a stream of theirs is open loses the stream too, and not only the next request.
import type { Duplex } from 'node:stream'
import type { Caller, Credentials, DockerAccess } from '@/server/docker-access/caller'

/** Certificates and tokens end without anybody doing anything. */
const lookEveryMs = 30_000

export type LiveCallers = {
  /**
   * Before they are admitted: what is withdrawn meanwhile counts too. Returns how to watch them from then on, which returns what ends
   * it: several requests of one connection may be under way, each with a token of its own.
   */
  expect(socket: Duplex, credentials: Credentials): (caller: Caller) => () => void
  stop(): void
}
type Seen = { socket: Duplex; credentials: Credentials; caller: Caller }

/** The same person with less is not the same caller: their streams were opened under what no longer holds. */
const isSame = (one: Caller, other: Caller): boolean =>
  one.actor === other.actor && one.role === other.role && JSON.stringify(one.policy) === JSON.stringify(other.policy)

export function createLiveCallers(access: DockerAccess, everyMs = lookEveryMs): LiveCallers {
  const live = new Set<Seen>()
  const look = async () => {
    // Thousands of streams may be of one certificate.
    const asked = new Map<string, Promise<Caller | null>>()
    const admitted = (credentials: Credentials): Promise<Caller | null> => {
      const { certificate, authorization, isTls } = credentials
      // Of several authorities two may have given one number.
      const { serial, user, role, problem } = certificate ?? {}
      const key = JSON.stringify([isTls, serial, user, role, problem, authorization])
      const known =
        asked.get(key) ??
        Promise.resolve()
          .then(() => access.admit(credentials))
          .catch(() => null)
      asked.set(key, known)
      return known
    }
    for (const seen of [...live]) {
      const now = await admitted(seen.credentials)
      // What has ended meanwhile lets the connection live for the others.
      if (live.has(seen) && (now === null || !isSame(now, seen.caller))) seen.socket.destroy()
    }
  }
  let changes = 0
  const unsubscribe = access.subscribe(() => {
    changes += 1
    void look()
  })
  const timer = setInterval(() => void look(), everyMs)
  timer.unref()
  return {
    expect(socket, credentials) {
      const before = changes
      return (caller) => {
        // The plain listener asks nobody, so nothing can be lost there.
        if (!credentials.isTls && caller.details === null) return () => undefined
        const seen: Seen = { socket, credentials, caller }
        live.add(seen)
        const forget = () => {
          socket.off('close', forget)
          live.delete(seen)
        }
        socket.once('close', forget)
        if (changes !== before) void look()
        return forget
      }
    },
    stop() {
      unsubscribe()
      clearInterval(timer)
    },
  }
}
