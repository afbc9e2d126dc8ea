// Every setting, each an environment variable and a flag of the same name, checked before anything starts.
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { readEngineTls, readPair } from './config/pem-files'
import { type DockerListen, isLoopback, readDockerListen } from './config/read-docker-listen'
import { type BuildRegistrySetting, readRegistry } from './config/read-registry'
import { readValues } from './config/read-values'
import { refuse } from './config/refuse'
import type { Values } from './config/settings'

export type Config = {
  listen: { host: string; port: number }
  tls: { cert: string; key: string } | null
  /** True when passwords would cross a network in the clear, and the operator said that it may be so. */
  isInsecure: boolean
  /** Of the Docker API over all hosts; null: none. */
  dockerListen: DockerListen | null
  publicUrl: string | null
  dataDirectory: string
  /** Sources of hosts as server/discovery reads them, e.g. `unix:///var/run/docker.sock`. */
  discovery: string
  /** For tls:// addresses that discovery finds; hosts added in the console bring their own. */
  engineTls: { ca?: string; cert?: string; key?: string } | null
  /** Requests of Swarm mode reach the managers. */
  passesSwarmMode: boolean
  strategy: Values['LOTSE_STRATEGY']
  /** Hours between looks for newer images; 0: only when somebody asks. */
  updateCheckHours: number
  adminPassword: string | null
  /** Where built images go; null: streamed from host to host. */
  registry: BuildRegistrySetting
  /** Null: kept beside the database. */
  secretKey: Buffer | null
  logLevel: Values['LOTSE_LOG']
  /** Pages are compiled as they are asked for. */
  isDevelopment: boolean
}

export const localSocket = '/var/run/docker.sock'

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
    dockerListen: readDockerListen(values),
    publicUrl: values.LOTSE_PUBLIC_URL ?? null,
    dataDirectory: path.resolve(values.LOTSE_DATA ?? (isRoot ? '/var/lib/lotse' : path.join(home, 'lotse'))),
    discovery,
    engineTls: readEngineTls(values),
    passesSwarmMode: values.LOTSE_DOCKER_SWARM,
    strategy: values.LOTSE_STRATEGY,
    updateCheckHours: values.LOTSE_UPDATE_CHECK,
    adminPassword: values.LOTSE_ADMIN_PASSWORD ?? null,
    registry: readRegistry(values),
    secretKey: values.LOTSE_SECRET_KEY ?? null,
    logLevel: values.LOTSE_LOG,
    isDevelopment: args.includes('--dev'),
  }
}
