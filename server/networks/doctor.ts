// Checks a name on a network from every host that has a container there: who should answer to it, who does, and why not.
import type { Container } from '@/lib/contract/containers'
import type { DoctorHost, DoctorRequest, DoctorResult } from '@/lib/contract/doctor'
import type { Cluster } from '@/server/cluster/types'
import { AppError } from '@/server/errors'
import { askHost, listenersOf } from './doctor-ask'
import { askersOn, expectedFor, networksWithName, ownersOn } from './doctor-facts'
import { type Case, refusedOwners, verdictOn } from './doctor-verdict'
import { inParallel } from './in-parallel'
import { networkNamed } from './network-lookup'
import { laneKeyOf, probeLabel, type ReachIndex, reachIndex } from './reach-index'

/** Told as each host has been asked; the result's verdicts know of all hosts and may say more. */
export type DoctorProgress = (host: DoctorHost) => void

const atOnce = 8
const maxAddresses = 16
const maxListeners = 8
/** Longer than any probe may take. */
const leftoverMs = 120_000

const otherNetworksIn =
  (index: ReachIndex, lane: string, name: string): Case['otherNetworks'] =>
  (asker: Container, address: string) => {
    for (const { lane: other } of index.members.get(asker.id)?.endpoints ?? []) {
      if (other === lane) continue
      const holds = expectedFor(index, other, name).some((one) => one.address === address)
      if (holds) return index.lanes.get(other)?.name ?? other
    }
    return null
  }

/** Probes remove themselves, but for one that a killed server had made and not yet started. */
const removeLeftovers = async (cluster: Cluster): Promise<void> => {
  const before = Date.now() - leftoverMs
  const left = cluster
    .snapshot()
    .containers.filter(({ labels, createdAt, known }) => labels[probeLabel] && known && Date.parse(createdAt) < before)
  await inParallel(left, atOnce, ({ id, hostId }) =>
    cluster
      .engine(hostId)
      .json('DELETE', `/containers/${id}`, { query: { force: true, v: true }, timeoutMs: 5_000 })
      .catch(() => undefined),
  )
}

export const runDoctor = async (
  cluster: Cluster,
  ref: string,
  { name, port, probe }: DoctorRequest,
  onHost: DoctorProgress,
): Promise<DoctorResult> => {
  const network = networkNamed(cluster, ref)
  const index = reachIndex(cluster.snapshot())
  const lane = index.lanes.get(laneKeyOf(network))
  if (!lane) throw new AppError('not_found', `There is no network ${ref}.`)
  if (probe) await removeLeftovers(cluster)
  const expected = expectedFor(index, lane.key, name)
  const askers = askersOn(index, lane.key, expected)
  const placed = new Set([...network.hostIds, ...network.endpoints.map(({ hostId }) => hostId)])
  const hosts = cluster.hosts().filter(({ id }) => placed.has(id))
  const addresses = [
    ...new Set(
      expected
        .filter(({ state, address }) => address !== '' && ['running', 'paused'].includes(state))
        .map((one) => one.address),
    ),
  ].slice(0, maxAddresses)
  const the: Case = {
    lane,
    name,
    port,
    expected,
    elsewhere: networksWithName(index, lane.key, name),
    owners: ownersOn(index, lane.key),
    otherNetworks: otherNetworksIn(index, lane.key, name),
    listeners: new Map(),
    facts: [],
  }
  await inParallel(hosts, atOnce, async (host) => {
    const facts = await askHost(cluster, host, askers.get(host.id) ?? null, { lane, name, port, addresses, probe })
    the.facts.push(facts)
    onHost(verdictOn(the, facts))
  })
  the.facts.sort((a, b) => (a.hostName < b.hostName ? -1 : 1))
  await inParallel(refusedOwners(the).slice(0, maxListeners), atOnce, async ({ containerId }) => {
    const container = cluster.container(containerId)
    const sockets = container ? await listenersOf(cluster, container).catch(() => null) : null
    if (sockets) the.listeners.set(containerId, sockets)
  })
  return {
    networkId: network.id,
    network: network.displayName,
    name,
    port,
    probed: probe,
    hosts: the.facts.map((facts) => verdictOn(the, facts)),
  }
}
