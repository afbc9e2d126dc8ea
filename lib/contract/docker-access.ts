// Who may do what through the Docker API: roles, and for each but the admin's a policy that is data.
import { z } from 'zod'

export const dockerRole = z.enum(['admin', 'operator', 'reader'])
export type DockerRole = z.infer<typeof dockerRole>

/** What a refusal is called, in the answer and in Activity. */
export const policyRule = z.enum([
  'read-only',
  'logs',
  'files',
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
  /** May take files, file systems and images out. */
  files: z.boolean(),
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
  operator: { readOnly: false, logs: true, files: true, ...nothingOfTheHost },
  reader: { readOnly: true, logs: true, files: false, ...nothingOfTheHost },
}
