// A stack that somebody else deployed → the compose file that makes it, read off its containers. Deploying that file takes the
// stack over: nothing differs, so nothing is made anew. Pure.
import { stringify } from 'yaml'
import type { Container } from '@/lib/contract/containers'
import type { SourceFile } from '@/lib/contract/stacks'
import { isSecretName } from '@/lib/mask'
import type { ClusterSnapshot } from '@/server/cluster/types'
import type { PlainValue } from '@/server/compose/plain-value'
import { containersByNumber } from '../existing'
import { composeLabel } from '../labels'
import { literalPairs, said } from './compose-words'
import { peersOf } from './foreign-changes'
import { serviceOfContainer } from './service-of-container'
import type { Inspected, Keys, ServiceText, Surroundings } from './types'

type Declared = { key: string; name: string; value: { [key: string]: PlainValue } }

/** The engine numbers an overlay by itself. */
const ownOptions = (options: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(options).filter(([key]) => key !== 'com.docker.network.driver.overlay.vxlanid_list'),
  )

const networksOf = (
  stack: string,
  used: ReadonlySet<string>,
  fixed: ReadonlySet<string>,
  snapshot: ClusterSnapshot,
): Declared[] =>
  [...used].sort().map((name) => {
    const seen = snapshot.networks.find((network) => network.name === name)
    const key = seen?.labels[composeLabel.network]
    if (seen === undefined || key === undefined || seen.labels[composeLabel.project] !== stack)
      return { key: name, name, value: { external: true } }
    const pools = seen.ipam.map(({ subnet, gateway, ipRange }) => said({ subnet, gateway, ip_range: ipRange }))
    return {
      key,
      name,
      value: said({
        name: name === `${stack}_${key}` ? null : name,
        // Left out, Lotse takes an overlay where there is one, should the network ever have to be made again.
        driver: ['bridge', 'overlay'].includes(seen.driver) ? null : seen.driver,
        driver_opts: literalPairs(ownOptions(seen.options)),
        internal: seen.internal || null,
        enable_ipv6: seen.enableIPv6 || null,
        ipam: fixed.has(name) ? { config: pools } : null,
      }),
    }
  })

const volumesOf = (stack: string, used: ReadonlySet<string>, snapshot: ClusterSnapshot): Declared[] =>
  [...used].sort().map((name) => {
    const seen = snapshot.volumes.find((volume) => volume.name === name)
    const key = seen?.labels[composeLabel.volume]
    if (seen === undefined || key === undefined || seen.labels[composeLabel.project] !== stack)
      return { key: name, name, value: { external: true } }
    return {
      key,
      name,
      value: said({
        name: name === `${stack}_${key}` ? null : name,
        driver: seen.driver === 'local' ? null : seen.driver,
        driver_opts: literalPairs(seen.options),
      }),
    }
  })

const keysOf = (declared: readonly Declared[]): Keys => new Map(declared.map(({ key, name }) => [name, key]))

/** Secrets stand in a file of their own, so that the compose file can be shown and shared. */
const withoutSecrets = (
  services: Record<string, ServiceText>,
): { services: Record<string, ServiceText>; env: string } => {
  const values = new Map<string, string>()
  const nameFor = (service: string, name: string, value: string): string => {
    const wanted = [name, `${service}_${name}`.toUpperCase().replace(/\W/g, '_')]
    const free = wanted.find((item) => !values.has(item) || values.get(item) === value)
    const chosen = free ?? `${wanted[1]}_${values.size}`
    values.set(chosen, value)
    return chosen
  }
  const result = Object.fromEntries(
    Object.entries(services).map(([service, text]) => {
      const environment = Object.entries((text.environment ?? {}) as Record<string, string>).map(([name, written]) => {
        const value = written.replaceAll('$$', '$')
        const isHidden = isSecretName(name) && value !== '' && /^\w+$/.test(name) && !/['\n\r]/.test(value)
        return [name, isHidden ? `\${${nameFor(service, name, value)}}` : written] as const
      })
      return [service, environment.length > 0 ? { ...text, environment: Object.fromEntries(environment) } : text]
    }),
  )
  return { services: result, env: [...values].map(([name, value]) => `${name}='${value}'\n`).join('') }
}

const withReplicas = (text: ServiceText, count: number): ServiceText =>
  count === 1 ? text : { ...text, deploy: { replicas: count } }

/** `containers` and `inspected` are those of the stack; a service nobody can speak for is left out. */
export const reconstruct = (
  stack: string,
  containers: readonly Container[],
  inspected: ReadonlyMap<string, Inspected>,
  snapshot: ClusterSnapshot,
): SourceFile[] => {
  const known = containers.filter(({ id }) => inspected.has(id))
  const answers = known.flatMap(({ id }) => inspected.get(id) ?? [])
  const endpoints = answers.flatMap(({ inspect }) => Object.entries(inspect.NetworkSettings?.Networks ?? {}))
  const predefined = new Set(snapshot.networks.filter((network) => network.predefined).map(({ name }) => name))
  const usedNetworks = new Set(endpoints.map(([name]) => name).filter((name) => !predefined.has(name)))
  const fixedNetworks = new Set(
    endpoints.filter(([, endpoint]) => Object.keys(endpoint?.IPAMConfig ?? {}).length > 0).map(([name]) => name),
  )
  const usedVolumes = new Set(
    known.flatMap(({ mounts }) =>
      mounts.flatMap(({ type, name }) => (type === 'volume' && name && !/^[0-9a-f]{64}$/.test(name) ? [name] : [])),
    ),
  )
  const networks = networksOf(stack, usedNetworks, fixedNetworks, snapshot)
  const volumes = volumesOf(stack, usedVolumes, snapshot)
  const around: Surroundings = {
    stack,
    peers: peersOf(containers),
    networks: keysOf(networks),
    volumes: keysOf(volumes),
  }
  const names = [...new Set(known.map(({ service }) => service ?? ''))].sort()
  const texts = names.map((name) => {
    const numbered = [...containersByNumber(known, name).byNumber].sort(([a], [b]) => a - b)
    const first = inspected.get(numbered[0]?.[1].id ?? '') as Inspected
    return [name, withReplicas(serviceOfContainer(first, around), numbered.length)] as const
  })
  const { services, env } = withoutSecrets(Object.fromEntries(texts))
  const declared = (items: readonly Declared[]) =>
    Object.fromEntries(items.map(({ key, value }) => [key, Object.keys(value).length > 0 ? value : null]))
  const isUsual = networks.every(({ key, value }) => key === 'default' && Object.keys(value).length === 0)
  const document = said({
    services,
    networks: isUsual ? null : declared(networks),
    volumes: declared(volumes),
  })
  const compose = stringify(document, { lineWidth: 0, nullStr: '' })
  return [{ path: 'compose.yaml', content: compose }, ...(env === '' ? [] : [{ path: '.env', content: env }])]
}
