// From what a client shows to who it is: a token first, since a wrong one is nobody whatever certificate comes with it; then the
// certificate, which must be one that was handed out here and still holds.
import type { DockerRole } from '@/lib/contract/docker-access'
import { AppError } from '@/server/errors'
import { type Caller, type Credentials, type DockerAccess, localCaller } from './caller'
import { callerOf, policyOf, requireSound } from './certificate-access'
import type { CertificateStore } from './certificate-store'
import type { PolicyStore } from './policy-store'
import type { TokenStore } from './token-store'

type Parts = {
  certificates: Pick<CertificateStore, 'read'>
  tokens: Pick<TokenStore, 'read'>
  policies: Pick<PolicyStore, 'now'>
  mode: { kind: 'none' | 'own' } | { kind: 'files'; otherwise: DockerRole }
  clock: () => Date
}

/** Other schemes are for somebody else. */
const bearerIn = (authorization: string | undefined): string | null =>
  /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1] ?? null

export const admission = ({ certificates, tokens, policies, mode, clock }: Parts): DockerAccess['admit'] => {
  const byToken = async (token: string, { address }: Credentials): Promise<Caller> => {
    const known = await tokens.read(token)
    if (known === null) throw new AppError('unauthenticated', 'The token is unknown, withdrawn or has expired.')
    const { user, name, role } = known
    return {
      role,
      policy: policyOf(role, policies.now()),
      actor: `token:${name}`,
      details: { user, token: name, address },
    }
  }
  const byCertificate = async (credentials: Credentials): Promise<Caller> => {
    const shown = requireSound(credentials, clock())
    const details = { user: shown.user, certificate: shown.serial, address: credentials.address }
    if (mode.kind === 'files') {
      return { ...callerOf(shown, shown.role ?? mode.otherwise, policies.now()), details }
    }
    const known = await certificates.read(shown.serial)
    if (known === null) throw new AppError('forbidden', 'The client certificate is not accepted: it was revoked.')
    if (known.user !== shown.user || known.role !== shown.role) {
      throw new AppError('forbidden', 'The client certificate is not accepted: it is not the one that was handed out.')
    }
    const { policy, role } = callerOf(shown, known.role, policies.now())
    return { role, policy, actor: `certificate:${known.name}`, details }
  }
  return (credentials) => {
    const token = bearerIn(credentials.authorization)
    if (token !== null) return byToken(token, credentials)
    return credentials.isTls ? byCertificate(credentials) : localCaller
  }
}
