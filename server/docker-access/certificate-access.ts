// Access by certificates alone, without a database: whoever has one that the authority signed comes in, with the role in it or
// the one that is given. Behind `lotse manage` this is what classic Swarm did.
import { type DockerPolicies, type DockerRole, defaultPolicies } from '@/lib/contract/docker-access'
import { AppError } from '@/server/errors'
import { type Caller, type Credentials, type DockerAccess, localCaller, type ShownCertificate } from './caller'

export const policyOf = (role: DockerRole, policies: DockerPolicies) => (role === 'admin' ? null : policies[role])

/** Throws forbidden. */
export function requireSound({ certificate }: Credentials, now = new Date()): ShownCertificate {
  if (certificate === null) {
    throw new AppError('unauthenticated', 'The Docker API of Lotse wants a client certificate.', {
      details: { fix: 'Use docker with --tlsverify and the files of a client bundle, or with its docker context.' },
    })
  }
  const problem = certificate.expiresAt <= now ? 'certificate has expired' : certificate.problem
  if (problem !== null) throw new AppError('forbidden', `The client certificate is not accepted: ${problem}.`)
  return certificate
}

export const callerOf = (certificate: ShownCertificate, role: DockerRole, policies: DockerPolicies) => ({
  role,
  policy: policyOf(role, policies),
  actor: `certificate:${certificate.user || certificate.serial}`,
})

export function certificateAccess({
  policies = defaultPolicies,
  otherwise,
}: {
  policies?: DockerPolicies
  /** For certificates that name no role. */
  otherwise: DockerRole
}): DockerAccess {
  return {
    admit(credentials): Caller {
      if (!credentials.isTls) return localCaller
      const certificate = requireSound(credentials)
      const details = { user: certificate.user, certificate: certificate.serial, address: credentials.address }
      return { ...callerOf(certificate, certificate.role ?? otherwise, policies), details }
    },
    subscribe: () => () => undefined,
  }
}
