// What an engine tells of the images, networks and volumes that it holds, and of the room they take, in the shapes of a Debian 13 engine.
import { isUp, timeText } from './container-json'
import { summaryJson } from './container-line'
import { macOf, prefixLength } from './networks'
import { dataRoot } from './populate'
import type { FarmHost, FarmImage, FarmNetwork, FarmVolume } from './types'

export const imageJson = (image: FarmImage, containers = -1) => ({
  Containers: containers,
  Created: Math.floor(image.createdMs / 1000),
  Id: image.id,
  Labels: null,
  ParentId: '',
  RepoDigests: image.digests,
  RepoTags: image.tags,
  SharedSize: -1,
  Size: image.sizeBytes,
})

export const imageInspectJson = (image: FarmImage) => ({
  Id: image.id,
  RepoTags: image.tags,
  RepoDigests: image.digests,
  Parent: '',
  Comment: '',
  Created: timeText(image.createdMs, image.id.slice(7)),
  DockerVersion: '',
  Author: '',
  Config: {
    Hostname: '',
    Domainname: '',
    User: '',
    AttachStdin: false,
    AttachStdout: false,
    AttachStderr: false,
    ExposedPorts: image.ports.length > 0 ? Object.fromEntries(image.ports.map((port) => [port, {}])) : undefined,
    Tty: false,
    OpenStdin: false,
    StdinOnce: false,
    Env: image.env,
    Cmd: image.cmd,
    Image: '',
    Volumes: null,
    WorkingDir: '',
    Entrypoint: null,
    OnBuild: null,
    Labels: null,
  },
  Architecture: 'amd64',
  Os: 'linux',
  Size: image.sizeBytes,
  GraphDriver: { Data: { MergedDir: `${dataRoot}/overlay2/${image.id.slice(7)}/merged` }, Name: 'overlay2' },
  RootFS: {
    Type: 'layers',
    Layers: Array.from({ length: image.layers }, (_, at) => `sha256:${image.id.slice(7 + at)}${'0'.repeat(at)}`),
  },
  Metadata: { LastTagTime: timeText(0, '') },
})

/** `host` given: with who is attached there, as inspect has it. */
export const networkJson = (network: FarmNetwork, host?: FarmHost) => ({
  Name: network.name,
  Id: network.id,
  Created: timeText(network.createdMs, network.id),
  Scope: network.scope,
  Driver: network.driver,
  EnableIPv6: network.ipv6,
  IPAM: {
    Driver: 'default',
    Options: network.scope === 'swarm' ? null : {},
    Config: network.subnet ? [{ Subnet: network.subnet, Gateway: network.gateway }] : null,
  },
  Internal: network.internal,
  Attachable: network.attachable,
  Ingress: network.ingress,
  ConfigFrom: { Network: '' },
  ConfigOnly: false,
  Containers: host ? attachedJson(network, host) : network.scope === 'swarm' ? null : {},
  Options: network.options,
  Labels: network.labels,
})

const attachedJson = (network: FarmNetwork, host: FarmHost) =>
  Object.fromEntries(
    [...host.containers.values()].flatMap((container) => {
      const endpoint = container.endpoints.find((one) => one.network === network)
      if (!endpoint || !isUp(container)) return []
      const { address } = endpoint
      const seen = {
        Name: container.name,
        EndpointID: container.id.split('').reverse().join(''),
        MacAddress: macOf(address),
        IPv4Address: address && `${address}/${prefixLength(network)}`,
        IPv6Address: '',
      }
      return [[container.id, seen]]
    }),
  )

export const volumeJson = (volume: FarmVolume) => ({
  CreatedAt: `${new Date(volume.createdMs).toISOString().slice(0, 19)}Z`,
  Driver: volume.driver,
  Labels: volume.labels,
  Mountpoint: `${dataRoot}/volumes/${volume.name}/_data`,
  Name: volume.name,
  Options: volume.options,
  Scope: 'local',
})

export function diskJson(host: FarmHost, nowMs: number) {
  const containers = [...host.containers.values()]
  const images = [...host.images.values()]
  const users = (name: string) => containers.filter(({ mounts }) => mounts.some((mount) => mount.name === name)).length
  return {
    LayersSize: images.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    Images: images.map((image) => ({
      ...imageJson(image, containers.filter((one) => one.image === image).length),
      SharedSize: 0,
    })),
    Containers: containers.map((container) => ({
      ...summaryJson(container, nowMs),
      SizeRw: Number.parseInt(container.id.slice(0, 5), 16),
      SizeRootFs: container.image.sizeBytes,
    })),
    Volumes: [...host.volumes.values()].map((volume) => ({
      ...volumeJson(volume),
      UsageData: { RefCount: users(volume.name), Size: volume.name.length * 1_000_003 },
    })),
    BuildCache: [],
  }
}
