// The observed state as the rest of the server sees it: plain data from memory, one subscription, and the few acts on hosts.
// No read here ever waits for an engine.

import type { z } from 'zod'
import type { ListQuery, Page } from '@/lib/contract/common'
import type { Container } from '@/lib/contract/containers'
import type {
  AddHostRequest,
  Availability,
  ConnectionTest,
  Host,
  PatchHostRequest,
  tlsMaterial,
} from '@/lib/contract/hosts'
import type { Image, Volume } from '@/lib/contract/inventory'
import type { Network, NetworkDetail } from '@/lib/contract/networks'
import type { EventMessage } from '@/server/docker/api-types'
import type { Engine } from '@/server/docker/engine'

export type ClusterSnapshot = {
  revision: number
  hosts: Host[]
  containers: Container[]
  networks: Network[]
  images: Image[]
  volumes: Volume[]
}

/** What changed since the last one, batched over about 20 ms. */
export type ClusterChange = {
  revision: number
  hosts: { upserted: Host[]; removed: string[] }
  containers: { upserted: Container[]; removed: string[] }
  networks: boolean
  images: boolean
  volumes: boolean
  /** A host's Swarm-mode membership changed. */
  overlay: boolean
}

/** What cannot wait for the batch: called at once, one by one, and must be quick. */
export type ClusterTap = {
  containers?(upserted: readonly Container[], removed: readonly string[]): void
  /** A host's images, volumes or networks are others, and not only what uses them. */
  inventory?(hostId: string): void
  /** An engine's own event, as it came in. */
  event?(hostId: string, message: EventMessage): void
}

/** The parts of one host that can be read again. */
export type HostPart = 'info' | 'containers' | 'networks' | 'images' | 'volumes'

export type TlsMaterial = z.infer<typeof tlsMaterial>

/** What Lotse keeps about a host: its own id, what an operator decided, and the secrets to reach it. */
export type StoredHost = {
  id: string
  address: string
  /** Null: the engine's hostname. */
  name: string | null
  source: 'console' | 'discovery'
  availability: Availability
  labels: Record<string, string>
  /** The engine that was accepted behind this address. */
  engineId: string | null
  tls: TlsMaterial | null
  sshKey: string | null
  sshHostKey: string | null
}

export interface HostStore {
  list(): Promise<StoredHost[]>
  put(host: StoredHost): Promise<void>
  remove(id: string): Promise<void>
}

export interface Cluster {
  /** Reads the stored hosts and starts their loops; waits for no engine. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Resolves when every host known now has answered and been read, or has failed once; at the latest after the time given. */
  settled(timeoutMs: number): Promise<void>

  revision(): number
  hosts(): Host[]
  host(idOrName: string): Host | undefined
  containers(query: ListQuery): Page<Container> & { badTokens: string[] }
  /** By id, name, `host/name` or unique prefix of an id; ambiguous: undefined. */
  container(ref: string): Container | undefined
  containersOf(where: { hostId?: string; stack?: string }): Container[]
  networks(): Network[]
  /** By id, unique prefix of an id, `host/name`, or name if only one has it. */
  network(ref: string): NetworkDetail | undefined
  images(): Image[]
  volumes(): Volume[]
  /** What one host has, without putting together what all have. */
  inventoryOf(hostId: string): { images: { id: string; tags: string[] }[]; volumes: Omit<Volume, 'usedBy'>[] }
  snapshot(): ClusterSnapshot

  /** Throws not_found, or host_unreachable at once while the host is pending or unreachable: nobody waits for a dead engine. */
  engine(hostId: string): Engine
  subscribe(listener: (change: ClusterChange) => void): () => void
  tap(tap: ClusterTap): () => void
  /** Reads one container again now and resolves when the index has it, or has it no more. */
  look(hostId: string, containerId: string): Promise<void>
  /** Drops a container that is known to be replaced, until its host tells of it again. */
  forget(hostId: string, containerId: string): void
  /** Reads parts of one host again now and resolves when the index has them. Without parts: everything. */
  refresh(hostId: string, parts?: HostPart[]): Promise<void>

  /** Replaces what discovery found. Hosts that left the list leave the cluster; their labels stay stored. */
  setDiscovered(addresses: string[]): Promise<void>
  addHost(request: AddHostRequest): Promise<Host>
  patchHost(idOrName: string, request: PatchHostRequest): Promise<Host>
  removeHost(idOrName: string): Promise<void>
  testConnection(request: AddHostRequest, signal?: AbortSignal): Promise<ConnectionTest>
}
