// Where a host is reached from outside: the address that clients print for a published port.
import type { Host } from '@/lib/contract/hosts'

/** `10.0.0.5:2375` of `tcp://10.0.0.5:2375`; of a socket the engine on this machine. */
export const hostAuthority = ({ address }: Pick<Host, 'address'>): string => {
  if (address.startsWith('unix:')) return '127.0.0.1'
  return address
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/\/.*$/, '')
}

export const hostIp = (host: Pick<Host, 'address'>): string => {
  const authority = hostAuthority(host)
  return /^\[(.+)\]/.exec(authority)?.[1] ?? authority.replace(/:\d+$/, '')
}
