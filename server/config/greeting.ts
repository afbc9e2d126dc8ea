// Where the console and the Docker API are to be found, in the words that a person can paste into a browser or a shell.
import type { AddressInfo } from 'node:net'
import type { Config } from '../config'
import { version } from './package-root'

type Listening = Pick<Config, 'listen' | 'tls' | 'publicUrl' | 'dockerListen'>

/** Who listens everywhere is found here. */
const inUrl = (host: string) => {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

/** `docker`: where the Docker API listens, if it does. */
export function greetingOf(config: Listening, port: number, docker: Pick<AddressInfo, 'address' | 'port'> | null) {
  const url = config.publicUrl ?? `${config.tls ? 'https' : 'http'}://${inUrl(config.listen.host)}:${port}`
  const lines = [`Lotse ${version} is at ${url}`]
  if (docker) {
    const tls = config.dockerListen?.tls ? '--tlsverify ' : ''
    const place = `tcp://${inUrl(docker.address)}:${docker.port}`
    lines.push(`The Docker API over all hosts: docker ${tls}-H ${place}`)
  }
  return `${lines.join('\n')}\n`
}
