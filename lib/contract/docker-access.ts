// Who may do what through the Docker API: roles, and for each but the admin's a policy that is data.
import { z } from 'zod'
import { instant } from './common'

export const dockerRole = z.enum(['admin', 'operator', 'reader'])
export type DockerRole = z.infer<typeof dockerRole>

/** What a refusal is called, in the answer and in Activity. */
export const policyRule = z.enum([
  'read-only',
  'logs',
  'files',
  'engine-calls',
  'privileged',
  'host-namespaces',
  'host-paths',
  'capabilities',
  'devices',
  'security-options',
  'host-settings',
  'unknown-requests',
])
export type PolicyRule = z.infer<typeof policyRule>

/** Exactly this folder or file: below a folder that somebody may write to, a link leads anywhere on the host. */
const hostPath = z
  .string()
  .trim()
  .max(1000)
  .regex(/^\/[^:]*(:ro)?$/, 'wants an absolute path, e.g. /srv/data or /etc/ssl/certs:ro')
  .refine((text) => !/(^|\/)\.{1,2}(\/|:|$)|\/\//.test(text), 'wants a path without . and .. and double slashes')

const capability = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^(CAP_)?[A-Z_]{2,40}$/, 'wants the name of a capability, e.g. NET_ADMIN')
  .transform((name) => name.replace(/^CAP_/, ''))

export const dockerPolicy = z.strictObject({
  /** Only questions. */
  readOnly: z.boolean(),
  /** May read what containers print. */
  logs: z.boolean(),
  /** May have files, file systems and images packed and given out, or sent to a registry. */
  files: z.boolean(),
  /** May have engines themselves call addresses that it names, as the host: sources of builds and imports, servers of volumes, receivers of logs. */
  engineCalls: z.boolean().default(false),
  privileged: z.boolean(),
  hostNamespaces: z.boolean(),
  /** `/path`, or `/path:ro`: may be mounted, the latter only for reading. */
  hostPaths: z.array(hostPath).max(200),
  /** Beyond those that every container has. */
  capabilities: z.array(capability).max(50),
  devices: z.boolean(),
  securityOptions: z.boolean(),
  /** Kernel parameters, the parent of control groups, runtimes, annotations. */
  hostSettings: z.boolean(),
})
export type DockerPolicy = z.infer<typeof dockerPolicy>

/** The admin's is no policy: nobody can lock everybody out. */
export const dockerPolicies = z.strictObject({ operator: dockerPolicy, reader: dockerPolicy })
export type DockerPolicies = z.infer<typeof dockerPolicies>

const nothingOfTheHost = {
  privileged: false,
  hostNamespaces: false,
  hostPaths: [],
  capabilities: [],
  devices: false,
  securityOptions: false,
  hostSettings: false,
}
export const defaultPolicies: DockerPolicies = {
  operator: { readOnly: false, logs: true, files: true, engineCalls: false, ...nothingOfTheHost },
  reader: { readOnly: true, logs: true, files: false, engineCalls: false, ...nothingOfTheHost },
}

/** Part of file names, and of the name of a docker context. */
const credentialName = z
  .string()
  .trim()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,39}$/, 'wants up to 40 letters, digits, dots, dashes and underscores')

export const dockerCertificate = z.object({
  /** Hexadecimal. */
  serial: z.string(),
  user: z.string(),
  name: z.string(),
  role: dockerRole,
  createdAt: instant,
  expiresAt: instant,
  revokedAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
})
export type DockerCertificate = z.infer<typeof dockerCertificate>

export const dockerToken = z.object({
  id: z.string(),
  user: z.string(),
  name: z.string(),
  role: dockerRole,
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
})
export type DockerToken = z.infer<typeof dockerToken>

export const dockerAccessState = z.object({
  /** Null: the Docker API is off. */
  listen: z
    .object({
      port: z.number().int(),
      /** `own`: certificates are made here; `files`: by somebody else; `none`: plain, on this machine only. */
      tls: z.enum(['none', 'own', 'files']),
      /** Names and addresses that the certificate of the Docker API holds for, the likeliest first. */
      names: z.array(z.string()),
      /** SHA-256 of our authority. */
      fingerprint: z.string().nullable(),
    })
    .nullable(),
  policies: dockerPolicies,
  certificates: z.array(dockerCertificate),
  tokens: z.array(dockerToken),
})
export type DockerAccessState = z.infer<typeof dockerAccessState>

export const issueCertificateRequest = z.object({
  name: credentialName,
  role: dockerRole,
  days: z.number().int().min(1).max(1095).default(365),
  /** By which of its names clients reach the Docker API. */
  host: z.string().min(1).max(253),
})
export type IssueCertificateRequest = z.input<typeof issueCertificateRequest>

/** The private key in it is kept nowhere: this is the only time that it is handed out. */
export const issuedBundle = z.object({
  certificate: dockerCertificate,
  fileName: z.string(),
  /** A tar archive as base64. */
  bundle: z.string(),
})
export type IssuedBundle = z.infer<typeof issuedBundle>

export const createDockerTokenRequest = z.object({
  name: credentialName,
  role: dockerRole,
  expiresInDays: z.number().int().min(1).max(3650).optional(),
})
export type CreateDockerTokenRequest = z.infer<typeof createDockerTokenRequest>
/** The token itself is shown this once. */
export const createdDockerToken = dockerToken.extend({ token: z.string() })
export type CreatedDockerToken = z.infer<typeof createdDockerToken>
