// Where an engine would go for an image: its mirrors for Docker Hub, and a registry with or without TLS, as the engine was
// told. Lotse asks at the same doors, so that a registry without a certificate is as good here as there. Pure.
import { isIP } from 'node:net'
import { z } from 'zod'
import { dockerHub } from '@/server/docker/registry-auth'
import { containsAddress, isLoopback, parseAddress, parseRange } from '@/server/networks/cidr'

/** `takesLogin`: a mirror is not who a login was made for. */
export type Door = { origin: string; isVerified: boolean; takesLogin: boolean }

const nullable = <T extends z.ZodType>(type: T) => type.nullish().transform((value) => value ?? undefined)
const engineRegistries = z.object({
  InsecureRegistryCIDRs: nullable(z.array(z.string())),
  IndexConfigs: nullable(
    z.record(z.string(), z.object({ Secure: z.boolean().optional(), Mirrors: nullable(z.array(z.string())) })),
  ),
})

const hubOrigin = 'https://registry-1.docker.io'

const hostOf = (registry: string): string => registry.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')

const isOwnMachine = (host: string) => host === 'localhost' || (isIP(host) > 0 && isLoopback(host))

const originOf = (address: string): string | null => {
  try {
    const { origin, protocol } = new URL(address)
    return protocol === 'http:' || protocol === 'https:' ? origin : null
  } catch {
    return null
  }
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

/**
 * In the order in which they are tried. `said`: RegistryConfig of the engine's `/info`. `isNear`: the engine is on this very
 * machine; what another one calls localhost is not here.
 */
export const registryDoors = (registry: string, said: unknown, isNear: boolean): Door[] => {
  const parsed = engineRegistries.safeParse(said)
  const { IndexConfigs = {}, InsecureRegistryCIDRs = ['127.0.0.0/8', '::1/128'] } = parsed.success ? parsed.data : {}
  const isTrusted = trusts(InsecureRegistryCIDRs, IndexConfigs)
  const door = (origin: string, takesLogin: boolean): Door => ({
    origin,
    isVerified: !isTrusted(new URL(origin).host),
    takesLogin,
  })
  const isHub = registry === dockerHub
  const mirrors = isHub ? (IndexConfigs[dockerHub]?.Mirrors ?? []).flatMap((address) => originOf(address) ?? []) : []
  const own = isHub ? [hubOrigin] : [`https://${registry}`, ...(isTrusted(registry) ? [`http://${registry}`] : [])]
  return [...mirrors.map((origin) => door(origin, false)), ...own.map((origin) => door(origin, true))].filter(
    ({ origin }) => isNear || !isOwnMachine(hostOf(new URL(origin).host)),
  )
}
