// `docker ps` over all hosts: from memory, so that no hanging engine delays it.
import type { Container } from '@/lib/contract/containers'
import { imageAnswersTo } from '@/server/docker/image-reference'
import { swarmIdLabel } from '@/server/recreate/own-labels'
import { type Filters, hasLabels, isTrue, nameMatcher, readFilters, truthOf } from '../filters'
import { hostIp } from '../host-address'
import { badRequest } from '../http/docker-error'
import { findContainer } from '../objects/find-container'
import type { Answer, ProxyContext } from '../types'
import { sendListing } from './send-listing'

const known = [
  'ancestor',
  'before',
  'exited',
  'expose',
  'health',
  'id',
  'is-task',
  'isolation',
  'label',
  'name',
  'network',
  'node',
  'publish',
  'since',
  'status',
  'volume',
]
const states = new Set(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'])
const healths = new Set(['none', 'starting', 'healthy', 'unhealthy'])

type Test = (container: Container) => boolean

const oneOf = (values: readonly string[], allowed: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const odd = values.find((value) => !allowed.has(value))
  if (odd !== undefined) throw badRequest(`invalid filter '${key}=${odd}'`)
  return new Set(values)
}

type PortRange = { first: number; last: number; type: string }

/** `80`, `8000-9000/udp`. */
const portRangesIn = (values: readonly string[], key: string): PortRange[] =>
  values.map((each) => {
    const [, first, last = first, type = 'tcp'] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(\w+))?$/.exec(each) ?? []
    if (first === undefined) throw badRequest(`error while looking up for ${key} ${each}: it is no port`)
    return { first: Number(first), last: Number(last), type }
  })

const hasPort = (ports: readonly string[], wanted: readonly PortRange[]): boolean =>
  ports.some((port) => {
    const [number, portType = 'tcp'] = port.split('/')
    return wanted.some(
      ({ first, last, type }) => portType === type && Number(number) >= first && Number(number) <= last,
    )
  })

const exitCodeIn = (value: string): number => {
  if (!/^[+-]?\d+$/.test(value)) throw badRequest(`invalid filter 'exited=${value}': it is no number`)
  return Number(value)
}

/** Each filter narrows; the values of one are alternatives, but for labels. */
function testsOf({ cluster }: Pick<ProxyContext, 'cluster'>, filters: Filters): Test[] {
  const tests: Test[] = []
  const createdMs = (ref: string) => Date.parse(findContainer(cluster, ref).createdAt)
  for (const [key, values] of filters) {
    if (values.length === 0) continue
    switch (key) {
      case 'status': {
        const wanted = oneOf(values, states, key)
        tests.push(({ state }) => wanted.has(state))
        break
      }
      case 'health': {
        const wanted = oneOf(values, healths, key)
        tests.push(({ health }) => wanted.has(health))
        break
      }
      case 'exited': {
        const codes = new Set(values.map(exitCodeIn))
        tests.push(({ state, exitCode }) => state === 'exited' && codes.has(exitCode ?? 0))
        break
      }
      case 'id':
        tests.push(({ id, labels }) =>
          values.some((value) => id.startsWith(value) || labels[swarmIdLabel]?.startsWith(value)),
        )
        break
      case 'name': {
        const matches = nameMatcher(values)
        tests.push(({ name, hostName }) => matches(name) || matches(`${hostName}/${name}`))
        break
      }
      case 'label':
        tests.push(({ labels }) => hasLabels(labels, values))
        break
      case 'node':
        tests.push(({ hostName, hostId }) => values.includes(hostName) || values.includes(hostId))
        break
      case 'volume':
        tests.push(({ mounts }) =>
          mounts.some(({ name, source, target }) =>
            values.some((value) => value === target || value === (name ?? source)),
          ),
        )
        break
      case 'network':
        tests.push(({ networks }) =>
          networks.some(({ name, networkId }) =>
            values.some((value) => value === name || (value.length >= 4 && networkId.startsWith(value))),
          ),
        )
        break
      case 'ancestor': {
        const images = new Set(
          cluster
            .images()
            .filter((image) =>
              values.some((value) => imageAnswersTo(image, value) || image.id.replace('sha256:', '').startsWith(value)),
            )
            .map(({ id }) => id),
        )
        tests.push(({ imageId, image }) => images.has(imageId) || values.includes(image))
        break
      }
      case 'expose': {
        const wanted = portRangesIn(values, key)
        tests.push(({ exposedPorts }) => hasPort(exposedPorts, wanted))
        break
      }
      case 'publish': {
        const wanted = portRangesIn(values, key)
        tests.push(({ actualPorts }) =>
          hasPort(
            actualPorts.flatMap(({ port, hostPort }) => (hostPort === '' ? [] : [port.replace(/^\d+/, hostPort)])),
            wanted,
          ),
        )
        break
      }
      case 'before': {
        const ms = Math.max(...values.map(createdMs))
        tests.push(({ createdAt }) => Date.parse(createdAt) < ms)
        break
      }
      case 'since': {
        const ms = Math.min(...values.map(createdMs))
        tests.push(({ createdAt }) => Date.parse(createdAt) > ms)
        break
      }
      case 'is-task': {
        const isWanted = truthOf(filters, key)
        tests.push(({ labels }) => isWanted === Object.hasOwn(labels, 'com.docker.swarm.task'))
        break
      }
    }
  }
  return tests
}

export const listContainers: Answer = async (context, { response, target: { search } }) => {
  const { cluster } = context
  const filters = readFilters(search, known)
  const limit = Number(search.get('limit') ?? 0)
  if (!Number.isInteger(limit)) throw badRequest(`invalid limit: ${search.get('limit')}`)
  const showsAll = isTrue(search.get('all')) || limit > 0 || filters.has('status') || filters.has('exited')
  const tests = testsOf(context, filters)
  const isShown: Test = ({ state, known }) =>
    (showsAll || (known && (state === 'running' || state === 'paused' || state === 'restarting'))) &&
    (known || isTrue(search.get('all')))
  const found = context.listing
    .newestFirst()
    .filter(({ container }) => isShown(container) && tests.every((test) => test(container)))
  const listed = limit > 0 ? found.slice(0, limit) : found
  const ips = new Map<string, string>()
  const ipOf = (hostId: string): string => {
    const known = ips.get(hostId)
    if (known !== undefined) return known
    const host = cluster.host(hostId)
    const ip = host ? hostIp(host) : ''
    ips.set(hostId, ip)
    return ip
  }
  const nowMs = Date.now()
  const sizes = isTrue(search.get('size'))
    ? await sizesOf(
        context,
        listed.map(({ container }) => container),
      )
    : null
  await sendListing(response, listed, { nowMs, ipOf, more: sizes })
}

type Sizes = { SizeRw: number; SizeRootFs: number }
const sizeTimeoutMs = 60_000

/** Only engines know these; a host that does not answer leaves them out. */
async function sizesOf(
  { cluster }: Pick<ProxyContext, 'cluster'>,
  listed: readonly Container[],
): Promise<Map<string, Sizes>> {
  const sizes = new Map<string, Sizes>()
  await Promise.allSettled(
    [...new Set(listed.map(({ hostId }) => hostId))].map(async (hostId) => {
      const list = await cluster.engine(hostId).json<({ Id?: string } & Partial<Sizes>)[]>('GET', '/containers/json', {
        query: { all: true, size: true },
        timeoutMs: sizeTimeoutMs,
      })
      for (const { Id, SizeRw = 0, SizeRootFs = 0 } of list) if (Id) sizes.set(Id, { SizeRw, SizeRootFs })
    }),
  )
  return sizes
}
