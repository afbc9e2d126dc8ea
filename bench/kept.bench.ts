// What the server keeps of 30,000 containers: bytes of each, as its engine's answer is read and put into the index, and the
// processor's time for a list of all of them, the first and the following ones.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Container } from '@/lib/contract/containers'
import { createContainerIndex } from '@/server/cluster/container-index'
import { readContainer, type SeenContainer } from '@/server/cluster/read-container'
import type { ContainerInspect } from '@/server/docker/api-types'
import { createContainerListing } from '@/server/proxy/containers/container-listing'
import { listingText } from '@/server/proxy/containers/send-listing'
import { inspectText } from './farm/container-json'
import { populate } from './farm/populate'
import type { Table } from './table'

const hosts = 1_000
const containersPerHost = 30
const lists = 20

/** Of live objects alone. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  return process.memoryUsage().heapUsed
}

const cpuMs = (act: () => void): number => {
  const before = process.cpuUsage()
  act()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** As the texts of a thousand engines would be read, of which nothing else is kept. */
function read() {
  const nowMs = Date.now()
  const addressOf = (at: number) => ({ ip: `127.1.${Math.floor(at / 254)}.${1 + (at % 254)}`, port: 2375 })
  const farm = populate({ hosts, containersPerHost, seed: 1, nowMs, addressOf })
  const index = createContainerIndex()
  const kept: SeenContainer[] = []
  for (const [at, host] of farm.hosts.entries()) {
    const place = { hostId: `host-${at}`, hostName: `kiel-${at}`, hostCpus: 64 }
    for (const container of host.containers.values()) {
      const seen = readContainer(JSON.parse(inspectText(container, nowMs)) as ContainerInspect, place)
      if (!seen) throw new Error('a container of the farm cannot be read')
      kept.push(seen)
      index.upsert(seen.container)
    }
  }
  index.tidy()
  return { index, kept, nowMs }
}

export async function run(): Promise<Table[]> {
  // Twice, so that what is made once is not counted.
  read()
  const before = heapBytes()
  const { index, kept, nowMs } = read()
  const bytes = heapBytes() - before
  const filter = { q: 'worker', direction: 'asc' as const, offset: 0, limit: 100 }
  const filterMs = cpuMs(() => void index.query(filter, 0))
  const filterBytes = heapBytes() - before - bytes

  const cluster = { container: index.find, containersOf: index.where, tap: () => () => undefined }
  const listing = createContainerListing(cluster)
  const list = () => {
    const { pieces, encoding } = listingText(listing.newestFirst(), { nowMs, ipOf: () => '10.0.0.1' })
    let size = 0
    for (const text of pieces) size += Buffer.from(text, encoding).length
    return size
  }
  let size = 0
  const withoutList = heapBytes()
  const firstMs = cpuMs(() => {
    size = list()
  })
  const listBytes = heapBytes() - withoutList
  const nextMs = cpuMs(() => {
    for (let turn = 0; turn < lists; turn += 1) list()
  })
  listing.stop()

  const each = (total: number) => Math.round(total / kept.length)
  const mebibytes = (total: number) => Number((total / 2 ** 20).toFixed(1))
  const containers: readonly Container[] = index.all()
  return [
    {
      title: `What is kept of ${containers.length} containers on ${hosts} hosts`,
      columns: ['what', 'bytes each', 'MiB'],
      rows: [
        ['read and in the index', each(bytes), mebibytes(bytes)],
        ['more once somebody filtered', each(filterBytes), mebibytes(filterBytes)],
        ['more once somebody listed by the Docker API', each(listBytes), mebibytes(listBytes)],
      ],
    },
    {
      title: 'Processor for all of them',
      columns: ['what', 'ms'],
      rows: [
        ['first filter', Number(filterMs.toFixed(1))],
        [`first list of ${mebibytes(size)} MiB`, Number(firstMs.toFixed(1))],
        ['each list after it', Number((nextMs / lists).toFixed(1))],
      ],
    },
  ]
}
