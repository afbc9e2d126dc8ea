// From the settings to the certificates of the Docker API and how its clients are known.
import type { Config } from '@/server/config'
import type { Log } from '@/server/log'
import type { SecretBox } from '@/server/registries/secret-box'
import { openAuthority } from './authority'
import type { AccessMode } from './docker-access'
import { namesHere, ownTls } from './own-tls'
import { type TlsSource, tlsFromFiles } from './tls-source'

/** Throws invalid_input. */
export function openDockerTls(
  { dockerListen, dataDirectory }: Pick<Config, 'dockerListen' | 'dataDirectory'>,
  box: SecretBox,
  log: Pick<Log, 'error'>,
): { mode: AccessMode; tls: TlsSource | null } {
  const tls = dockerListen?.tls ?? null
  if (dockerListen === null || tls === null) return { mode: { kind: 'none' }, tls: null }
  if (tls.kind === 'files') {
    const source = tlsFromFiles(tls, (error) =>
      log.error({ err: error }, 'the changed TLS files of the Docker API cannot be used: those from before stay'),
    )
    return { mode: tls, tls: source }
  }
  const authority = openAuthority(dataDirectory, box)
  const names = () => namesHere(tls.names, dockerListen.host)
  return { mode: { kind: 'own', authority, names }, tls: ownTls(authority, names) }
}
