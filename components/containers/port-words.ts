// Published ports as people write them: one line where the engine says the same for IPv4 and IPv6. Pure.
import type { PortBinding } from '@/lib/contract/containers'

const anywhere = new Set(['', '0.0.0.0', '::', '[::]'])

/** `8080 → 80/tcp`, `127.0.0.1:8080 → 80/tcp`; unpublished ports are left out. */
export function publishedPorts(ports: PortBinding[]): string[] {
  const lines = ports
    .filter((port) => port.hostPort !== '')
    .map((port) => `${anywhere.has(port.hostIp) ? '' : `${port.hostIp}:`}${port.hostPort} → ${port.port}`)
  return [...new Set(lines)]
}
