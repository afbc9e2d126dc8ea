// Who speaks to the Docker API, and the border that decides it: the listener knows certificates and headers, whoever stands behind
// this type knows users. So `lotse manage`, which has no database, and the console share one listener.
import type { DockerPolicy, DockerRole } from '@/lib/contract/docker-access'

/** What a client has shown of its certificate. */
export type ShownCertificate = {
  /** Hexadecimal, as engines and openssl print it. */
  serial: string
  /** CN. */
  user: string
  /** From OU=lotse:ROLE. */
  role: DockerRole | null
  expiresAt: Date
  /** Null: the authority we trust has signed it, and it holds. */
  problem: string | null
}
export type Credentials = {
  certificate: ShownCertificate | null
  /** The Authorization header. */
  authorization: string | undefined
  address: string
  isTls: boolean
}
export type Caller = {
  role: DockerRole
  /** Null: no limits. */
  policy: DockerPolicy | null
  /** As Activity names them. */
  actor: string
  details: Record<string, string> | null
}
export type DockerAccess = {
  /** Throws unauthenticated or forbidden. */
  admit(credentials: Credentials): Caller | Promise<Caller>
  /** Somebody may have lost what they were admitted with. */
  subscribe(listener: () => void): () => void
}

/** Whoever reaches the plain listener, which is on this machine only. */
export const localCaller: Caller = { role: 'admin', policy: null, actor: 'docker API', details: null }
