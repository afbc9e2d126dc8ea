// Every setting, each an environment variable and a flag of the same name, checked before anything starts.
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { createSecureContext } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { strategyName } from '@/lib/contract/placements'
import { AppError } from './errors'
import { logLevels } from './log'

const findPackageRoot = (from: string): string =>
  existsSync(path.join(from, 'package.json')) ? from : findPackageRoot(path.dirname(from))

/** Where package.json, prisma/ and the built console lie; the same from source and from dist/. */
export const packageRoot = findPackageRoot(path.dirname(fileURLToPath(import.meta.url)))
export const version = (JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')) as { version: string })
  .version

const yes = z
  .enum(['1', 'true', 'yes', '0', 'false', 'no', ''])
  .transform((word) => ['1', 'true', 'yes'].includes(word))
const listen = z
  .string()
  .regex(/^(\[[0-9a-fA-F:.]+\]|[^\s:[\]]*):\d{1,5}$/, 'wants ADDRESS:PORT, e.g. 127.0.0.1:3000 or [::1]:3000')
  .transform((text) => {
    const at = text.lastIndexOf(':')
    return { host: text.slice(0, at).replace(/^\[|\]$/g, '') || '0.0.0.0', port: Number(text.slice(at + 1)) }
  })
  .refine(({ port }) => port <= 65_535, 'wants a port up to 65535')
const publicUrl = z
  .url({ protocol: /^https?$/, error: 'wants an address like https://lotse.example.com' })
  .transform((text) => new URL(text).origin)

const buildRegistry = z
  .string()
  .transform((text) =>
    text
      .trim()
      .replace(/\/+$/, '')
      .replace(/^(index|registry-1)\.docker\.io(?=\/|$)/, 'docker.io'),
  )
  .pipe(
    z
      .string()
      .regex(
        /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
        'wants HOST[:PORT][/PREFIX] in lower case and without https://, e.g. registry.example.com:5000/team',
      )
      .refine((text) => /^[^/]*[.:]|^localhost(\/|$)/.test(text), {
        message: 'wants a host with a dot or a port first; Docker Hub is docker.io/ACCOUNT',
      })
      .refine((text) => Number(/:(\d+)/.exec(text)?.[1] ?? 0) <= 65_535, 'wants a port up to 65535')
      .refine(
        (text) => /^docker\.io(\/[^/]+)?$|^(?!docker\.io\/)/.test(text),
        'wants docker.io/ACCOUNT and nothing behind it',
      )
      .refine((text) => text !== 'docker.io', 'wants an account too: docker.io/ACCOUNT'),
  )
  .transform((prefix) => ({ address: prefix.split('/', 1)[0] ?? '', prefix }))
const secretKey = z
  .string()
  .regex(
    /^([A-Za-z0-9+/]{43}=|[0-9a-fA-F]{64})$/,
    'wants 32 bytes as base64 (openssl rand -base64 32) or as 64 hexadecimal digits',
  )
  .transform((text) => Buffer.from(text, text.length === 64 ? 'hex' : 'base64'))

type Setting = {
  schema: z.ZodType
  flag: string
  help: string
  isSwitch?: boolean
  /** Its value is in no message. */
  isSecret?: boolean
}
const settings = {
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
    help: 'comma list of nodes://a:2375,b:2375 file:///path unix:///path (the local Docker socket if it exists)',
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

type Name = keyof typeof settings
type Values = { [name in Name]: z.output<(typeof settings)[name]['schema']> }
const rows = Object.entries(settings) as [Name, Setting][]

export type Config = {
  listen: { host: string; port: number }
  tls: { cert: string; key: string } | null
  /** True when passwords would cross a network in the clear, and the operator said that it may be so. */
  isInsecure: boolean
  publicUrl: string | null
  dataDirectory: string
  /** Sources of hosts as server/discovery reads them, e.g. `unix:///var/run/docker.sock`. */
  discovery: string
  /** For tls:// addresses that discovery finds; hosts added in the console bring their own. */
  engineTls: { ca?: string; cert?: string; key?: string } | null
  strategy: Values['LOTSE_STRATEGY']
  adminPassword: string | null
  /** Where built images go; null: streamed from host to host. */
  registry: { address: string; prefix: string; login: { username: string; password: string } | null } | null
  /** Null: kept beside the database. */
  secretKey: Buffer | null
  logLevel: Values['LOTSE_LOG']
  /** Pages are compiled as they are asked for. */
  isDevelopment: boolean
}

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

export const localSocket = '/var/run/docker.sock'

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

const refuse = (message: string, fix: string): never => {
  throw new AppError('invalid_input', message, { details: { fix } })
}

const readValues = (args: string[], env: Record<string, string | undefined>): Values => {
  const options = Object.fromEntries(
    rows.map(([, { flag, isSwitch }]) => [flag, { type: isSwitch ? ('boolean' as const) : ('string' as const) }]),
  )
  let flags: Record<string, string | boolean | undefined>
  try {
    const parsed = parseArgs({ args, options: { ...options, dev: { type: 'boolean' } }, allowPositionals: true })
    const unknown = parsed.positionals.filter((word, index) => !(index === 0 && word === 'serve'))
    if (unknown.length > 0)
      refuse(`lotse does not know the command ${unknown[0]}.`, 'lotse --help lists what it knows.')
    flags = parsed.values
  } catch (error) {
    if (error instanceof AppError) throw error
    return refuse(`${(error as Error).message.split('. ')[0]}.`, 'lotse --help lists the flags.')
  }
  const entries = rows.map(([name, { flag, schema, isSwitch, isSecret }]) => {
    const given = flags[flag] === undefined ? env[name] : String(flags[flag])
    // An empty variable is how shells and unit files unset one; only discovery means something by it.
    const raw = given === '' && name !== 'LOTSE_DISCOVERY' && !isSwitch ? undefined : given
    const parsed = schema.safeParse(raw)
    if (parsed.success) return [name, parsed.data]
    const shown = isSecret ? 'is refused' : `is ${JSON.stringify(raw)}`
    return refuse(
      `${flags[flag] === undefined ? name : `--${flag}`} ${shown}: ${parsed.error.issues[0]?.message}.`,
      `It sets: ${settings[name].help}.`,
    )
  })
  return Object.fromEntries(entries) as Values
}

const readPem = (name: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    return refuse(`${name} ${file} cannot be read: ${(error as Error).message}.`, 'Give the path of a PEM file.')
  }
}

/** Both or neither. */
const readPair = (certName: Name, keyName: Name, values: Values): { cert: string; key: string } | null => {
  const [cert, key] = [values[certName], values[keyName]]
  if (cert === undefined && key === undefined) return null
  if (typeof cert !== 'string' || typeof key !== 'string') {
    return refuse(`${cert ? certName : keyName} is set without the other.`, `Set both ${certName} and ${keyName}.`)
  }
  const pair = { cert: readPem(certName, cert), key: readPem(keyName, key) }
  try {
    createSecureContext(pair)
  } catch (error) {
    return refuse(
      `${certName} ${cert} and ${keyName} ${key} do not make a pair: ${(error as Error).message}.`,
      'Give a certificate and its own private key without a passphrase, both as PEM files.',
    )
  }
  return pair
}

const readEngineTls = (values: Values): Config['engineTls'] => {
  const pair = readPair('LOTSE_ENGINE_CERT', 'LOTSE_ENGINE_KEY', values)
  const ca = values.LOTSE_ENGINE_CA === undefined ? {} : { ca: readPem('LOTSE_ENGINE_CA', values.LOTSE_ENGINE_CA) }
  return pair === null && ca.ca === undefined ? null : { ...ca, ...pair }
}

const readRegistry = (values: Values): Config['registry'] => {
  const { LOTSE_REGISTRY: registry, LOTSE_REGISTRY_USER: username, LOTSE_REGISTRY_PASSWORD_FILE: file } = values
  const given = values.LOTSE_REGISTRY_PASSWORD
  const set = (['LOTSE_REGISTRY_USER', 'LOTSE_REGISTRY_PASSWORD', 'LOTSE_REGISTRY_PASSWORD_FILE'] as const).filter(
    (name) => values[name] !== undefined,
  )
  if (registry === undefined) {
    if (set.length > 0)
      refuse(`${set[0]} is set without LOTSE_REGISTRY.`, 'Set LOTSE_REGISTRY to the registry it is for.')
    return null
  }
  if (given !== undefined && file !== undefined) {
    refuse('LOTSE_REGISTRY_PASSWORD and LOTSE_REGISTRY_PASSWORD_FILE are both set.', 'Set one of them.')
  }
  const password = file === undefined ? given : readPassword(file)
  if ((username === undefined) !== (password === undefined)) {
    refuse(`${set[0]} is set without the other.`, 'Set both a user and a password for LOTSE_REGISTRY, or neither.')
  }
  const login = username === undefined || password === undefined ? null : { username, password }
  return { ...registry, login }
}

const readPassword = (file: string): string => {
  const fix = 'Give the path of a file with nothing but the password.'
  try {
    const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '')
    return text === '' ? refuse(`LOTSE_REGISTRY_PASSWORD_FILE ${file} is empty.`, fix) : text
  } catch (error) {
    if (error instanceof AppError) throw error
    return refuse(`LOTSE_REGISTRY_PASSWORD_FILE ${file} cannot be read: ${(error as Error).message}.`, fix)
  }
}

/** Throws invalid_input naming the setting at fault. */
export const readConfig = (args: string[], env: Record<string, string | undefined>, isRoot: boolean): Config => {
  const values = readValues(args, env)
  const tls = readPair('LOTSE_TLS_CERT', 'LOTSE_TLS_KEY', values)
  const { host, port } = values.LOTSE_LISTEN
  const isInsecure = tls === null && !isLoopback(host)
  if (isInsecure && !values.LOTSE_ALLOW_INSECURE_LISTEN) {
    refuse(
      `Lotse does not listen on ${host}:${port} without TLS: whoever reads the password on the way owns every host.`,
      'Set LOTSE_TLS_CERT and LOTSE_TLS_KEY, or listen on 127.0.0.1 behind a TLS proxy, or accept the risk with --allow-insecure-listen.',
    )
  }
  const home = env.XDG_DATA_HOME || path.join(env.HOME || homedir(), '.local', 'share')
  const discovery = values.LOTSE_DISCOVERY ?? (existsSync(localSocket) ? `unix://${localSocket}` : '')
  return {
    listen: { host, port },
    tls,
    isInsecure,
    publicUrl: values.LOTSE_PUBLIC_URL ?? null,
    dataDirectory: path.resolve(values.LOTSE_DATA ?? (isRoot ? '/var/lib/lotse' : path.join(home, 'lotse'))),
    discovery,
    engineTls: readEngineTls(values),
    strategy: values.LOTSE_STRATEGY,
    adminPassword: values.LOTSE_ADMIN_PASSWORD ?? null,
    registry: readRegistry(values),
    secretKey: values.LOTSE_SECRET_KEY ?? null,
    logLevel: values.LOTSE_LOG,
    isDevelopment: args.includes('--dev'),
  }
}
