// What the short list says of a container that its engine cannot inspect: little, but it is there and must be seen. Pure.
import type { ContainerSummary, PortMap } from '@/server/docker/api-types'
import { type Place, readContainer, type SeenContainer } from './read-container'

const portsOf = (ports: ContainerSummary['Ports']): PortMap => {
  const map: PortMap = {}
  for (const { IP, PrivatePort, PublicPort, Type } of ports ?? []) {
    if (PrivatePort === undefined || PublicPort === undefined) continue
    const key = `${PrivatePort}/${Type ?? 'tcp'}`
    map[key] = [...(map[key] ?? []), { HostIp: IP ?? '', HostPort: String(PublicPort) }]
  }
  return map
}

const matched = (pattern: RegExp, text: string | undefined): string | undefined => pattern.exec(text ?? '')?.[1]

/** What the list does not say stays as it was last seen. */
export const readSummary = (
  summary: ContainerSummary,
  place: Place,
  before: SeenContainer | undefined,
): SeenContainer | null => {
  const health = matched(/\((?:health: )?(starting|healthy|unhealthy)\)/, summary.Status)
  const exitCode = matched(/^(?:Exited|Restarting) \((\d+)\)/, summary.Status)
  const ports = portsOf(summary.Ports)
  const seen = readContainer(
    {
      ...(summary.Id === undefined ? {} : { Id: summary.Id }),
      ...(summary.Names?.[0] === undefined ? {} : { Name: summary.Names[0] }),
      Created: new Date((summary.Created ?? 0) * 1000).toISOString(),
      Path: summary.Command ?? '',
      Image: summary.ImageID ?? '',
      State: {
        Status: summary.State ?? '',
        ...(health === undefined ? {} : { Health: { Status: health } }),
        ...(exitCode === undefined ? {} : { ExitCode: Number(exitCode) }),
      },
      Config: { Image: summary.Image ?? '', Labels: summary.Labels ?? {} },
      HostConfig: { NetworkMode: summary.HostConfig?.NetworkMode ?? '', PortBindings: ports },
      NetworkSettings: { Ports: ports, Networks: summary.NetworkSettings?.Networks ?? {} },
      Mounts: summary.Mounts ?? [],
    },
    place,
  )
  if (seen === null || before === undefined) return seen
  const { name, state, health: now, status, exitCode: code, networks, actualPorts, hostName } = seen.container
  const container = { ...before.container, name, state, health: now, status, exitCode: code, networks, actualPorts }
  return { ...before, container: { ...container, hostName, known: true } }
}
