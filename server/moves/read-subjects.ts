// What a plan needs to know of containers beyond the cluster's index: their engines' own words, the files they were made
// from, and how much is in their volumes.
import type { Container } from '@/lib/contract/containers'
import type { Cluster } from '@/server/cluster/types'
import { AppError } from '@/server/errors'
import { inspectContainer } from '@/server/stacks/apply/engine-answers'
import { lotseLabel } from '@/server/stacks/labels'
import type { ServiceFacts, Stacks } from '@/server/stacks/types'
import { type Inspect, volumeMounts } from './inspect'
import { chosenMacs } from './mac-address'
import { isLocalVolume, type Subject } from './subject'

type Deps = { cluster: Cluster; stacks: Pick<Stacks, 'services' | 'decision'> }

/** Engines measure each volume file by file. */
const measureMs = 3_000

/** Each once, in the order they were named. Throws not_found. */
export const findContainers = (cluster: Cluster, refs: readonly string[]): Container[] => {
  const found = refs.map((ref) => {
    const container = cluster.container(ref)
    if (container !== undefined) return container
    throw new AppError('not_found', `There is no container ${ref}, or several of that name.`, {
      details: { fix: 'Name it by its id or as host/name.' },
    })
  })
  return [...new Map(found.map((container) => [container.id, container])).values()]
}

const once = <T>(read: (key: string) => Promise<T>) => {
  const kept = new Map<string, Promise<T>>()
  return (key: string): Promise<T> => {
    const known = kept.get(key) ?? read(key)
    kept.set(key, known)
    return known
  }
}

type DiskUse = { Volumes?: { Name?: string; UsageData?: { Size?: number } | null }[] | null }

/** `isMeasured`: with the size of their volumes, for which their engines may need a while. */
export const readSubjects = async (
  deps: Deps,
  containers: readonly Container[],
  isMeasured = true,
): Promise<Subject[]> => {
  const { cluster, stacks } = deps
  const sizesOn = once(async (hostId: string): Promise<Map<string, number>> => {
    const request = { query: { type: 'volume' }, timeoutMs: measureMs }
    const use = await cluster
      .engine(hostId)
      .json<DiskUse>('GET', '/system/df', request)
      // How much it is, is good to know and decides nothing.
      .catch((): DiskUse => ({}))
    return new Map((use.Volumes ?? []).map(({ Name = '', UsageData }) => [Name, UsageData?.Size ?? -1]))
  })
  const factsOf = once(async (key: string): Promise<ServiceFacts[]> => {
    const [stack = '', revision] = key.split(' ')
    return stacks.services(stack, Number(revision))
  })
  const volumes = cluster.volumes()

  const volumeBytesOf = async ({ hostId }: Container, inspect: Inspect): Promise<ReadonlyMap<string, number>> => {
    const names = [...new Set(volumeMounts(inspect).map(({ Name }) => Name))].filter((name) => {
      const known = volumes.find((volume) => volume.hostId === hostId && volume.name === name)
      return known === undefined || isLocalVolume(known)
    })
    if (names.length === 0 || !isMeasured) return new Map()
    const sizes = await sizesOn(hostId)
    return new Map(
      names.flatMap((name): [string, number][] => {
        const size = sizes.get(name) ?? -1
        return size < 0 ? [] : [[name, size]]
      }),
    )
  }

  return Promise.all(
    containers.map(async (container): Promise<Subject> => {
      const { id, hostId, hostName, stack, service, number, labels } = container
      const inspect = (await inspectContainer(cluster.engine(hostId), id)) as Inspect | undefined
      if (inspect === undefined) throw new AppError('not_found', `${container.name} is gone from ${hostName}.`)
      const revision = labels[lotseLabel.revision]
      const isOurs = stack !== null && service !== null && revision !== undefined
      const facts = isOurs ? (await factsOf(`${stack} ${revision}`)).find(({ name }) => name === service) : undefined
      return {
        container,
        inspect,
        decision: stack && service && number ? await stacks.decision(stack, service, number) : null,
        isGlobal: facts?.isGlobal ?? false,
        filePaths: facts?.filePaths ?? [],
        fixedNetworks: facts?.fixedNetworks ?? [],
        macs: chosenMacs(inspect, cluster.host(hostId)?.engine?.apiVersion ?? '', facts?.macs ?? {}),
        volumeBytes: await volumeBytesOf(container, inspect),
      }
    }),
  )
}
