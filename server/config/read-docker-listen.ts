// Where the Docker API listens and how it knows its clients: without TLS nobody signs in there, so nobody else may reach it.
import type { DockerRole } from '@/lib/contract/docker-access'
import { refuse } from './refuse'
import type { Values } from './settings'

export type DockerListen = {
  host: string
  port: number
  /** Null: plain, on this machine only. */
  tls: DockerTlsSetting | null
}
export type DockerTlsSetting =
  /** Certificates from our own authority; the names are asked for beside those of this machine. */
  | { kind: 'own'; names: string[] }
  /** Somebody else's; what the certificate of a client does not say, `otherwise` does. */
  | { kind: 'files'; ca: string; cert: string; key: string; crl: string | undefined; otherwise: DockerRole }

export const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '')

function readTls(values: Values): DockerListen['tls'] {
  const { LOTSE_DOCKER_TLS_CA: ca, LOTSE_DOCKER_TLS_CERT: cert, LOTSE_DOCKER_TLS_KEY: key } = values
  const crl = values.LOTSE_DOCKER_TLS_CRL
  const hasFiles = [ca, cert, key, crl].some((file) => file !== undefined)
  if (values.LOTSE_DOCKER_TLS && hasFiles) {
    return refuse(
      'The Docker API has TLS files and is to have certificates of its own too.',
      'Set LOTSE_DOCKER_TLS, or the files, but not both.',
    )
  }
  if (values.LOTSE_DOCKER_TLS) {
    const url = values.LOTSE_PUBLIC_URL
    return { kind: 'own', names: [...values.LOTSE_DOCKER_NAMES, ...(url === undefined ? [] : [hostOf(url)])] }
  }
  if (!hasFiles) return null
  if (ca === undefined || cert === undefined || key === undefined) {
    return refuse(
      'The Docker API has some of its TLS files but not all.',
      'Set LOTSE_DOCKER_TLS_CA, LOTSE_DOCKER_TLS_CERT and LOTSE_DOCKER_TLS_KEY.',
    )
  }
  return { kind: 'files', ca, cert, key, crl, otherwise: values.LOTSE_DOCKER_TLS_ROLE }
}

export function readDockerListen(values: Values): DockerListen | null {
  const { LOTSE_DOCKER_LISTEN: listen } = values
  if (listen === undefined) return null
  const tls = readTls(values)
  if (tls !== null || isLoopback(listen.host)) return { ...listen, tls }
  return refuse(
    `Lotse does not offer the Docker API on ${listen.host}:${listen.port} without TLS: whoever reaches it owns every host.`,
    'Start it with --docker-tls (LOTSE_DOCKER_TLS=1) and make client certificates in the console, or listen on 127.0.0.1 (LOTSE_DOCKER_LISTEN=127.0.0.1:3375) and reach it from elsewhere through SSH: ssh -L 3375:127.0.0.1:3375 HOST.',
  )
}
