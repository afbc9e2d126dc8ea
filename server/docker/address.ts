// Where an engine is, as people write it and as Lotse keeps it. Pure.
import { isIPv6 } from 'node:net'
import { AppError } from '@/server/errors'

export type EngineAddress =
  | { kind: 'unix'; path: string; text: string }
  | { kind: 'tcp' | 'tls'; host: string; port: number; text: string }
  | { kind: 'ssh'; user: string; host: string; port: number; socketPath: string; text: string }

/** For the header Host. */
export const authority = (address: EngineAddress): string => {
  if (address.kind === 'unix' || address.kind === 'ssh') return 'localhost'
  return `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`
}

const forms = 'unix:///var/run/docker.sock, tcp://10.0.0.5:2375, tls://10.0.0.5:2376 or ssh://user@10.0.0.5'

const invalid = (text: string, why: string, fix?: string): AppError =>
  new AppError('invalid_address', `${JSON.stringify(text)} is not an engine's address: ${why}`, {
    details: { fix: fix ?? `Write it as ${forms}.` },
  })

const schemes = { tcp: 'tcp', http: 'tcp', tls: 'tls', https: 'tls', ssh: 'ssh' } as const
const defaultPorts = { tcp: 2375, tls: 2376, ssh: 22 } as const

function readPort(text: string, given: string, fallback: number): number {
  if (given === '') return fallback
  const port = Number(given)
  if (!/^\d{1,5}$/.test(given) || port < 1 || port > 65535) throw invalid(text, `${given} is not a port`)
  return port
}

function readHost(text: string, given: string): string {
  const bracketed = /^\[(.*)\]$/.exec(given)
  if (bracketed) {
    const inner = bracketed[1] ?? ''
    if (!isIPv6(inner)) throw invalid(text, `${inner} is not an IPv6 address`)
    return inner.toLowerCase()
  }
  if (given === '') throw invalid(text, 'the host is missing')
  if (!/^[a-zA-Z0-9_]([a-zA-Z0-9_.-]*[a-zA-Z0-9_])?\.?$/.test(given)) throw invalid(text, `${given} is not a host name`)
  if (/^[\d.]+$/.test(given) && !/^(\d{1,3}\.){3}\d{1,3}$/.test(given)) {
    throw invalid(text, `${given} is not an IPv4 address`)
  }
  if (/^[\d.]+$/.test(given) && given.split('.').some((part) => Number(part) > 255)) {
    throw invalid(text, `${given} is not an IPv4 address`)
  }
  return given.toLowerCase()
}

export const hostAndPort = (host: string, port: number): string => `${isIPv6(host) ? `[${host}]` : host}:${port}`

/** Throws invalid_address. `text` of the result is the one canonical spelling, so equal addresses compare equal. */
export function parseAddress(input: string): EngineAddress {
  const text = input.trim()
  if (text.startsWith('/')) return parseAddress(`unix://${text}`)
  const withScheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\/(.*)$/s.exec(text)
  if (!withScheme) {
    if (text === '' || /\s/.test(text)) throw invalid(text, text === '' ? 'it is empty' : 'it contains a space')
    return parseAddress(`tcp://${text}`)
  }
  const scheme = (withScheme[1] ?? '').toLowerCase()
  const rest = withScheme[2] ?? ''
  if (scheme === 'unix') {
    if (!rest.startsWith('/') || rest.length < 2) throw invalid(text, 'a socket needs its whole path')
    return { kind: 'unix', path: rest, text: `unix://${rest}` }
  }
  if (!Object.hasOwn(schemes, scheme)) throw invalid(text, `${scheme}:// is not known`)
  const kind = schemes[scheme as keyof typeof schemes]
  const parts = /^(?:([^@/]*)@)?(\[[^\]]*\]|[^:/[\]]*)(?::([^/]*))?(\/.*)?$/.exec(rest)
  if (!parts)
    throw invalid(text, 'host and port cannot be told apart', 'An IPv6 address goes in brackets: tcp://[::1]:2375.')
  const [, login, hostText = '', portText = '', path = ''] = parts
  if (login?.includes(':')) {
    throw invalid(`${scheme}://…@${hostText}`, 'it carries a password', 'Leave the password out; ssh:// uses keys.')
  }
  const host = readHost(text, hostText)
  const port = readPort(text, portText, defaultPorts[kind])
  if (kind === 'ssh') {
    const user = login ?? 'root'
    if (!/^[a-zA-Z0-9_][a-zA-Z0-9_.-]*\$?$/.test(user))
      throw invalid(text, `${JSON.stringify(user)} is not a user name`)
    const socketPath = path.length > 1 ? path : '/var/run/docker.sock'
    const canonical = `ssh://${user}@${port === 22 ? hostAndPort(host, port).replace(/:22$/, '') : hostAndPort(host, port)}`
    return { kind, user, host, port, socketPath, text: path.length > 1 ? canonical + path : canonical }
  }
  if (login !== undefined) throw invalid(text, 'only ssh:// takes a user')
  if (path !== '' && path !== '/') throw invalid(text, 'nothing may follow the port')
  return { kind, host, port, text: `${kind}://${hostAndPort(host, port)}` }
}

/** How a sentence calls the place: `10.0.0.5:2375`, `/var/run/docker.sock`, `kiel-1 port 22 (ssh)`. */
export function placeOf(address: EngineAddress): string {
  if (address.kind === 'unix') return address.path
  return hostAndPort(address.host, address.port)
}
