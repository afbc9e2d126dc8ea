// Every setting: its form, the flag of the same meaning, and the words of `lotse --help`.
import { z } from 'zod'
import { dockerRole } from '@/lib/contract/docker-access'
import { strategyName } from '@/lib/contract/placements'
import { logLevels } from '@/server/log'
import { buildRegistry, hours, listen, nameList, publicUrl, secretKey, yes } from './forms'

type Setting = {
  schema: z.ZodType
  flag: string
  help: string
  isSwitch?: boolean
  /** Its value is in no message. */
  isSecret?: boolean
}
export const settings = {
  LOTSE_LISTEN: {
    schema: listen.default({ host: '127.0.0.1', port: 3000 }),
    flag: 'listen',
    help: 'ADDRESS:PORT of the console and its API (127.0.0.1:3000)',
  },
  LOTSE_ALLOW_INSECURE_LISTEN: {
    schema: yes.default(false),
    flag: 'allow-insecure-listen',
    help: 'listen beyond this machine without TLS; passwords then cross the network in the clear',
    isSwitch: true,
  },
  LOTSE_TLS_CERT: {
    schema: z.string().min(1).optional(),
    flag: 'tls-cert',
    help: 'certificate (chain) of the console, PEM file',
  },
  LOTSE_TLS_KEY: { schema: z.string().min(1).optional(), flag: 'tls-key', help: 'its private key, PEM file' },
  LOTSE_DOCKER_LISTEN: {
    schema: listen.optional(),
    flag: 'docker-listen',
    help: 'ADDRESS:PORT of the Docker API over all hosts, e.g. 127.0.0.1:3375; beyond this machine with TLS only (off)',
  },
  LOTSE_DOCKER_TLS: {
    schema: yes.default(false),
    flag: 'docker-tls',
    help: 'TLS for the Docker API with client certificates from the console, signed by an authority made on first use',
    isSwitch: true,
  },
  LOTSE_DOCKER_NAMES: {
    schema: nameList.default([]),
    flag: 'docker-names',
    help: 'comma list of further names and addresses by which clients reach the Docker API',
  },
  LOTSE_DOCKER_TLS_CA: {
    schema: z.string().min(1).optional(),
    flag: 'docker-tls-ca',
    help: 'authority whose client certificates the Docker API takes, PEM file; with certificate and key below',
  },
  LOTSE_DOCKER_TLS_CERT: {
    schema: z.string().min(1).optional(),
    flag: 'docker-tls-cert',
    help: 'certificate (chain) of the Docker API, PEM file',
  },
  LOTSE_DOCKER_TLS_KEY: {
    schema: z.string().min(1).optional(),
    flag: 'docker-tls-key',
    help: 'its private key, PEM file',
  },
  LOTSE_DOCKER_TLS_CRL: {
    schema: z.string().min(1).optional(),
    flag: 'docker-tls-crl',
    help: 'revocation list of that authority, PEM file',
  },
  LOTSE_DOCKER_TLS_ROLE: {
    schema: dockerRole.default('reader'),
    flag: 'docker-tls-role',
    help: 'role of certificates of that authority that name none by OU=lotse:ROLE: admin, operator or reader (reader)',
  },
  LOTSE_DOCKER_SWARM: {
    schema: yes.default(false),
    flag: 'docker-swarm',
    help: 'pass requests of the Docker API about services, nodes, secrets and the like on to a manager of Swarm mode',
    isSwitch: true,
  },
  LOTSE_PUBLIC_URL: {
    schema: publicUrl.optional(),
    flag: 'public-url',
    help: 'address that browsers use when a proxy stands in front, e.g. https://lotse.example.com',
  },
  LOTSE_DATA: {
    schema: z.string().min(1).optional(),
    flag: 'data',
    help: 'directory of the database (~/.local/share/lotse; /var/lib/lotse for root)',
  },
  LOTSE_DISCOVERY: {
    schema: z.string().optional(),
    flag: 'discovery',
    help: 'comma list of nodes://a:2375,b:2375 file:///path etcd://host/prefix consul://host/prefix zk://host/prefix token://service/token unix:///path (the local Docker socket if it exists)',
  },
  LOTSE_ENGINE_CA: {
    schema: z.string().min(1).optional(),
    flag: 'engine-ca',
    help: 'certificate authority of discovered tls:// engines, PEM file',
  },
  LOTSE_ENGINE_CERT: {
    schema: z.string().min(1).optional(),
    flag: 'engine-cert',
    help: 'client certificate for them, PEM file',
  },
  LOTSE_ENGINE_KEY: { schema: z.string().min(1).optional(), flag: 'engine-key', help: 'its private key, PEM file' },
  LOTSE_STRATEGY: {
    schema: strategyName.default('spread'),
    flag: 'strategy',
    help: 'how containers are placed: spread, binpack or random (spread)',
  },
  LOTSE_UPDATE_CHECK: {
    schema: hours.default(24),
    flag: 'update-check',
    help: 'every how many hours registries are asked for newer images of those in use; 0 = only on demand (24)',
  },
  LOTSE_ADMIN_PASSWORD: {
    schema: z.string().min(10, 'wants at least 10 characters').max(1000).optional(),
    flag: 'admin-password',
    help: 'password of admin at the first start (else one is made and printed once); better as a variable than as a flag',
    isSecret: true,
  },
  LOTSE_REGISTRY: {
    schema: buildRegistry.optional(),
    flag: 'registry',
    help: 'HOST[:PORT][/PREFIX] that built images are pushed to and pulled from (they are streamed from host to host)',
  },
  LOTSE_REGISTRY_USER: {
    schema: z.string().min(1).max(300).optional(),
    flag: 'registry-user',
    help: 'user there; a login can also be stored in the console',
  },
  LOTSE_REGISTRY_PASSWORD: {
    schema: z.string().min(1).max(10_000).optional(),
    flag: 'registry-password',
    help: 'password or token of that user; better as a variable or a file than as a flag',
    isSecret: true,
  },
  LOTSE_REGISTRY_PASSWORD_FILE: {
    schema: z.string().min(1).optional(),
    flag: 'registry-password-file',
    help: 'file that holds it',
  },
  LOTSE_SECRET_KEY: {
    schema: secretKey.optional(),
    flag: 'secret-key',
    help: 'key that seals stored passwords, 32 bytes as base64 (made and kept as lotse.key beside the database); better as a variable than as a flag',
    isSecret: true,
  },
  LOTSE_LOG: {
    schema: z.enum(logLevels).default('info'),
    flag: 'log',
    help: `what is logged: ${logLevels.join(', ')} (info)`,
  },
} satisfies Record<string, Setting>

export type Name = keyof typeof settings
export type Values = { [name in Name]: z.output<(typeof settings)[name]['schema']> }
export const rows = Object.entries(settings) as [Name, Setting][]

export const usage = (): string =>
  [
    'usage: lotse [serve] [flags]',
    '',
    'Starts the console and its API. Each setting is a flag or an environment variable; the flag wins.',
    '',
    ...rows.map(
      ([name, { flag, help, isSwitch }]) => `  --${isSwitch ? flag : `${flag} VALUE`}  ${name}\n        ${help}`,
    ),
    '  --help, --version',
    '',
  ].join('\n')
