// Who may use the Docker API, as the console keeps it: certificates and tokens of its users, their roles, and what each role may. A
// change counts for the next request, and ends the streams of whoever loses by it.

import type { z } from 'zod'
import type {
  CreatedDockerToken,
  createDockerTokenRequest,
  DockerAccessState,
  DockerPolicies,
  DockerRole,
  IssuedBundle,
  issueCertificateRequest,
} from '@/lib/contract/docker-access'
import type { Database } from '@/server/db/client'
import { AppError } from '@/server/errors'
import type { Log } from '@/server/log'
import { admission } from './admission'
import type { Authority } from './authority'
import type { DockerAccess } from './caller'
import { createCertificateStore } from './certificate-store'
import { clientBundle } from './client-bundle'
import { openPolicyStore } from './policy-store'
import { createTokenStore } from './token-store'

/** How clients are known: by certificates of ours, by somebody else's, or not at all. */
export type AccessMode =
  | { kind: 'none' }
  | { kind: 'own'; authority: Authority; names: () => string[] }
  | { kind: 'files'; otherwise: DockerRole }

type Owner = { userId: string; username: string }

export type DockerAccessDesk = {
  access: DockerAccess
  state(): Promise<DockerAccessState>
  issue(owner: Owner, asked: z.output<typeof issueCertificateRequest>): Promise<IssuedBundle>
  revoke(serial: string): Promise<string>
  createToken(owner: Owner, asked: z.output<typeof createDockerTokenRequest>): Promise<CreatedDockerToken>
  removeToken(id: string): Promise<string>
  putPolicies(policies: DockerPolicies): Promise<DockerPolicies>
}

export async function createDockerAccess({
  db,
  log,
  clock,
  mode,
  listen,
}: {
  db: Database
  log: Log
  clock: () => Date
  mode: AccessMode
  /** Null: the Docker API is off. */
  listen: { port: number } | null
}): Promise<DockerAccessDesk> {
  const certificates = createCertificateStore(db, clock)
  const tokens = createTokenStore(db, clock)
  const policies = await openPolicyStore(db, log)
  const listeners = new Set<() => void>()
  const changed = <T>(value: T): T => {
    for (const listener of listeners) listener()
    return value
  }
  const names = () => (mode.kind === 'own' ? mode.names() : [])
  return {
    access: {
      admit: admission({ certificates, tokens, policies, mode, clock }),
      subscribe: (listener) => {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    state: async () => ({
      listen:
        listen === null
          ? null
          : {
              port: listen.port,
              tls: mode.kind,
              names: names(),
              fingerprint: mode.kind === 'own' ? mode.authority.fingerprint : null,
            },
      policies: policies.now(),
      certificates: await certificates.list(),
      tokens: await tokens.list(),
    }),
    issue: async ({ userId, username }, { name, role, days, host }) => {
      if (mode.kind !== 'own' || listen === null) {
        throw new AppError('not_supported', 'Lotse makes no certificates for the Docker API as it was started.', {
          details: { fix: 'Start it with LOTSE_DOCKER_LISTEN and LOTSE_DOCKER_TLS=1.' },
        })
      }
      if (!names().includes(host.toLowerCase())) {
        throw new AppError('invalid_input', `The certificate of the Docker API does not hold for ${host}.`, {
          details: { fix: 'Choose one of its names, or start Lotse with more of them in LOTSE_DOCKER_NAMES.' },
        })
      }
      const { cert, key, serial, expiresAt } = mode.authority.issue({
        subject: { commonName: username, unit: `lotse:${role}` },
        kind: 'client',
        days,
      })
      const bundle = await clientBundle({ name, host, port: listen.port, ca: mode.authority.cert, cert, key, role })
      const certificate = await certificates.add({ serial, userId, name, role, expiresAt })
      return { certificate, fileName: `${name}.tar`, bundle: bundle.toString('base64') }
    },
    revoke: async (serial) => changed(await certificates.revoke(serial)),
    createToken: ({ userId }, asked) => tokens.create({ userId, ...asked }),
    removeToken: async (id) => changed(await tokens.remove(id)),
    putPolicies: async (next) => changed(await policies.put(next)),
  }
}
