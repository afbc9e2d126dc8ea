// Connections that stay: whoever loses access while a stream of theirs is open loses the stream too, and not only the next request.
import type { Duplex } from 'node:stream'
import type { Caller, Credentials, DockerAccess } from '@/server/docker-access/caller'

/** Certificates and tokens end without anybody doing anything. */
const lookEveryMs = 30_000

export type LiveCallers = { watch(socket: Duplex, credentials: Credentials, caller: Caller): void; stop(): void }

/** The same person with less is not the same caller: their streams were opened under what no longer holds. */
const isSame = (one: Caller, other: Caller): boolean =>
  one.actor === other.actor && one.role === other.role && JSON.stringify(one.policy) === JSON.stringify(other.policy)

export function createLiveCallers(access: DockerAccess, everyMs = lookEveryMs): LiveCallers {
  const live = new Map<Duplex, { credentials: Credentials; caller: Caller }>()
  const look = async () => {
    // Thousands of streams may be of one certificate.
    const asked = new Map<string, Promise<Caller | null>>()
    const admitted = (credentials: Credentials): Promise<Caller | null> => {
      const { certificate, authorization, isTls } = credentials
      const key = JSON.stringify([isTls, certificate?.serial, certificate?.problem, authorization])
      const known =
        asked.get(key) ??
        Promise.resolve()
          .then(() => access.admit(credentials))
          .catch(() => null)
      asked.set(key, known)
      return known
    }
    for (const [socket, { credentials, caller }] of [...live]) {
      const now = await admitted(credentials)
      if (now === null || !isSame(now, caller)) socket.destroy()
    }
  }
  const unsubscribe = access.subscribe(() => void look())
  const timer = setInterval(() => void look(), everyMs)
  timer.unref()
  return {
    watch(socket, credentials, caller) {
      // The plain listener asks nobody, so nothing can be lost there.
      if (!credentials.isTls && caller.details === null) return
      if (!live.has(socket)) socket.once('close', () => live.delete(socket))
      live.set(socket, { credentials, caller })
    },
    stop() {
      unsubscribe()
      clearInterval(timer)
    },
  }
}
