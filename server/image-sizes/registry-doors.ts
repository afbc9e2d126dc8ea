// Where an engine would go for an image: its mirrors for Docker Hub, and a registry with or without TLS, as the engine was
// told. Lotse asks at the same doors, so that a registry without a certificate is as good here as there. Pure.
import { z } from 'zod'
import { dockerHub } from '@/server/docker/registry-auth'
import { type Address, containsAddress, parseAddress, parseRange } from '@/server/networks/cidr'

/** `takesLogin`: a mirror is not who a login was made for. `isNear`: of an engine on this very machine. */
export type Door = { origin: string; isVerified: boolean; takesLogin: boolean; isNear: boolean }

const nullable = <T extends z.ZodType>(type: T) => type.nullish().transform((value) => value ?? undefined)
const engineRegistries = z.object({
  InsecureRegistryCIDRs: nullable(z.array(z.string())),
  IndexConfigs: nullable(
    z.record(z.string(), z.object({ Secure: z.boolean().optional(), Mirrors: nullable(z.array(z.string())) })),
  ),
})

const hubOrigin = 'https://registry-1.docker.io'

const hostOf = (registry: string): string => registry.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')

/** As engines read a reference: what else a URL takes behind a host would choose what is asked there. */
export const isRegistry = (text: string): boolean =>
  /^([a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*|\[[\da-f:]+\])(:\d+)?$/i.test(text) &&
  URL.canParse(`https://${text}`)

/** Connecting to no address at all leads to oneself, too. */
const ownRanges = ['127.0.0.0/8', '0.0.0.0/8', '::/96'].flatMap((text) => parseRange(text) ?? [])
const mapped = parseRange('::ffff:0:0/96')
const unmapped = (address: Address): Address =>
  mapped !== null && containsAddress(mapped, address) ? { family: 4, value: address.value & 0xffff_ffffn } : address

/** A URL has already read the odd spellings of an address: `127.1`, `0x7f000001`. */
const isOwnMachine = ({ hostname }: URL): boolean => {
  const host = hostOf(hostname).replace(/\.+$/, '')
  const address = parseAddress(host)
  if (address !== null) return ownRanges.some((range) => containsAddress(range, unmapped(address)))
  return /^(.*\.)?localhost(\.localdomain)?$|^ip6-(localhost|loopback)$/.test(host)
}

/** What another machine calls its own is not here. */
export const isElsewhere = (isNear: boolean, url: URL): boolean => !isNear && isOwnMachine(url)

/** `written`: host and port as the engine was told, to which its other settings refer; a URL drops the port 443. */
type Place = { origin: string; written: string }

const placeOf = (address: string): Place | null => {
  const written = /^https?:\/\/(?:[^/@]*@)?([^/?#]+)/i.exec(address)?.[1]
  return written !== undefined && URL.canParse(address) ? { origin: new URL(address).origin, written } : null
}

/** Whose certificate an engine does not check, and which may do without. */
const trusts =
  (insecure: readonly string[], configs: Readonly<Record<string, { Secure?: boolean | undefined }>>) =>
  (registry: string): boolean => {
    const host = hostOf(registry)
    const address = parseAddress(host)
    const isInside = (text: string) => {
      const range = parseRange(text)
      return range !== null && address !== null && containsAddress(range, address)
    }
    return configs[registry]?.Secure === false || host === 'localhost' || insecure.some(isInside)
  }

/** In the order in which they are tried. `said`: RegistryConfig of the engine's `/info`. */
export const registryDoors = (registry: string, said: unknown, isNear: boolean): Door[] => {
  const parsed = engineRegistries.safeParse(said)
  const { IndexConfigs = {}, InsecureRegistryCIDRs = ['127.0.0.0/8', '::1/128'] } = parsed.success ? parsed.data : {}
  const isTrusted = trusts(InsecureRegistryCIDRs, IndexConfigs)
  const door = ({ origin, written }: Place, takesLogin: boolean): Door => ({
    origin,
    isVerified: !isTrusted(written),
    takesLogin,
    isNear,
  })
  const isHub = registry === dockerHub
  const mirrors = isHub ? (IndexConfigs[dockerHub]?.Mirrors ?? []).flatMap((address) => placeOf(address) ?? []) : []
  const schemes = isTrusted(registry) ? ['https', 'http'] : ['https']
  const own = isHub
    ? [{ origin: hubOrigin, written: new URL(hubOrigin).host }]
    : schemes.map((scheme) => ({ origin: `${scheme}://${registry}`, written: registry }))
  return [...mirrors.map((place) => door(place, false)), ...own.map((place) => door(place, true))].filter(
    ({ origin }) => !isElsewhere(isNear, new URL(origin)),
  )
}
