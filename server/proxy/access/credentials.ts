// What a connection and a request show of who they come from. A certificate belongs to the connection and cannot change on it:
// renegotiation is off.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type PeerCertificate, TLSSocket } from 'node:tls'
import { type DockerRole, dockerRole } from '@/lib/contract/docker-access'
import type { Credentials, ShownCertificate } from '@/server/docker-access/caller'

const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string')

/** `OU=lotse:ROLE`; of several none counts. */
function roleIn(unit: unknown): DockerRole | null {
  const roles = listOf(unit).flatMap((text) => (text.startsWith('lotse:') ? [text.slice(6)] : []))
  return roles.length === 1 ? (dockerRole.safeParse(roles[0]).data ?? null) : null
}

/** In words instead of OpenSSL's names. */
const problems: Record<string, string> = {
  CERT_HAS_EXPIRED: 'certificate has expired',
  CERT_NOT_YET_VALID: 'certificate is not valid yet',
  CERT_REVOKED: 'certificate was revoked',
  // Nobody comes in until there is a newer one, and that is nothing a client can mend.
  CRL_HAS_EXPIRED: 'list of revoked certificates has expired',
  CRL_NOT_YET_VALID: 'list of revoked certificates is not valid yet',
  INVALID_PURPOSE: 'certificate is not for clients',
  UNABLE_TO_GET_CRL: 'there is no list of revoked certificates for its authority',
}

function certificateOf(socket: TLSSocket): ShownCertificate | null {
  const shown: PeerCertificate = socket.getPeerCertificate()
  if (!shown?.subject || !shown.serialNumber) return null
  const error = socket.authorizationError as Error | string | null | undefined
  const code = typeof error === 'string' ? error : (error as NodeJS.ErrnoException | null)?.code
  const problem = problems[String(code)] ?? 'another authority has signed it'
  return {
    serial: shown.serialNumber.toUpperCase(),
    user: listOf(shown.subject.CN)[0] ?? '',
    role: roleIn(shown.subject.OU),
    expiresAt: new Date(shown.valid_to),
    problem: socket.authorized ? null : problem,
  }
}

const shownBy = new WeakMap<TLSSocket, ShownCertificate | null>()

export function credentialsOf(socket: Duplex, { headers }: Pick<IncomingMessage, 'headers'>): Credentials {
  const address = 'remoteAddress' in socket ? String(socket.remoteAddress ?? '') : ''
  const isTls = socket instanceof TLSSocket
  let certificate: ShownCertificate | null = null
  if (isTls) {
    certificate = shownBy.get(socket) ?? certificateOf(socket)
    shownBy.set(socket, certificate)
  }
  return { certificate, authorization: headers.authorization, address: address.replace(/^::ffff:/, ''), isTls }
}
