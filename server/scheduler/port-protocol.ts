// `53/udp` and `53/tcp` are two ports of a host: what a container's port is written with.

/** Engines take a port without one for TCP. */
export function protocolOf(port: string): string {
  const slash = port.indexOf('/')
  return slash < 0 ? 'tcp' : port.slice(slash + 1).toLowerCase()
}
