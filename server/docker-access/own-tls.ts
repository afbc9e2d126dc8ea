// The certificate of the Docker API from our own authority: made at each start and again long before its end, or when this machine gets
// another name. Its key is never on the disk.
import { hostname, networkInterfaces } from 'node:os'
import type { Authority } from './authority'
import type { TlsMaterial, TlsSource } from './tls-source'

const serverDays = 90
const renewDays = 30
const lookEveryMs = 3_600_000
const dayMs = 86_400_000
const mostNames = 60

const isAnywhere = (host: string) => host === '0.0.0.0' || host === '::'
const isLinkLocal = (address: string) => /^(fe80:|169\.254\.)/i.test(address)

/** What clients may call this machine; those that were asked for first. */
export function namesHere(asked: readonly string[], listenHost: string): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, address }) => !internal && !isLinkLocal(address))
    .map(({ address }) => address)
  const own = isAnywhere(listenHost) ? [] : [listenHost]
  const all = [...asked, ...own, hostname(), ...addresses, 'localhost', '127.0.0.1', '::1']
  return [...new Set(all.map((name) => name.toLowerCase()).filter((name) => /^[a-z0-9.:_-]+$/.test(name)))].slice(
    0,
    mostNames,
  )
}

export function ownTls(authority: Authority, names: () => string[], everyMs = lookEveryMs): TlsSource {
  const make = () => {
    const held = names()
    const { cert, key, expiresAt } = authority.issue({
      subject: { commonName: held[0] ?? 'localhost' },
      kind: 'server',
      days: serverDays,
      names: held,
    })
    return { material: { ca: authority.cert, cert, key }, held: held.join(' '), expiresAt }
  }
  let current = make()
  const listeners = new Set<(material: TlsMaterial) => void>()
  return {
    read: () => current.material,
    subscribe(listener) {
      listeners.add(listener)
      const timer = setInterval(() => {
        const isDue = current.expiresAt.getTime() - Date.now() < renewDays * dayMs
        if (!isDue && names().join(' ') === current.held) return
        current = make()
        for (const each of listeners) each(current.material)
      }, everyMs)
      timer.unref()
      return () => {
        listeners.delete(listener)
        clearInterval(timer)
      }
    },
  }
}
