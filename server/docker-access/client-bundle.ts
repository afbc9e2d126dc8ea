// Everything that a person needs to use the Docker API from their machine, as one archive: the three files of docker's TLS, scripts that
// set its variables, and a file for `docker context import`.
import { tarOf } from '@/server/docker/tar'

export type BundleParts = {
  name: string
  host: string
  port: number
  ca: string
  cert: string
  key: string
  role: string
}

const urlOf = ({ host, port }: Pick<BundleParts, 'host' | 'port'>) =>
  `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`

const envSh = (url: string) => `# For sh, bash and zsh, in this folder:  . ./env.sh
DOCKER_CERT_PATH="\${BASH_SOURCE:-$0}"
DOCKER_CERT_PATH="$(cd "$(dirname "$DOCKER_CERT_PATH")" 2>/dev/null && pwd)"
[ -f "$DOCKER_CERT_PATH/key.pem" ] || DOCKER_CERT_PATH="$PWD"
export DOCKER_CERT_PATH DOCKER_TLS_VERIFY=1 DOCKER_HOST=${url}
unset DOCKER_CONTEXT
`

const envPs1 = (url: string) => `# For PowerShell:  . .\\env.ps1
$Env:DOCKER_HOST = "${url}"
$Env:DOCKER_TLS_VERIFY = "1"
$Env:DOCKER_CERT_PATH = $PSScriptRoot
Remove-Item Env:DOCKER_CONTEXT -ErrorAction SilentlyContinue
`

const readme = (name: string, url: string, role: string) => `Docker API of Lotse at ${url}, as ${name} (${role})

Keep key.pem to yourself: whoever has it is you.

As a context of the docker command:
    docker context import ${name} ${name}.dockercontext
    docker --context ${name} ps

By variables:
    . ./env.sh            sh, bash, zsh
    . .\\env.ps1           PowerShell
    docker ps
    docker compose up -d

By options:
    docker --tlsverify --tlscacert ca.pem --tlscert cert.pem --tlskey key.pem -H ${url} ps
`

const contextFile = (parts: BundleParts, url: string): Promise<Buffer> => {
  const meta = {
    Name: parts.name,
    Metadata: { Description: `Lotse, ${parts.role}` },
    Endpoints: { docker: { Host: url, SkipTLSVerify: false } },
  }
  return tarOf([
    { path: 'meta.json', content: JSON.stringify(meta), mode: 0o644 },
    { path: 'tls/docker/ca.pem', content: parts.ca, mode: 0o600 },
    { path: 'tls/docker/cert.pem', content: parts.cert, mode: 0o600 },
    { path: 'tls/docker/key.pem', content: parts.key, mode: 0o600 },
  ])
}

export async function clientBundle(parts: BundleParts): Promise<Buffer> {
  const { name, role, ca, cert, key } = parts
  const url = urlOf(parts)
  const context = await contextFile(parts, url)
  const files: [string, string | Buffer, number][] = [
    ['ca.pem', ca, 0o644],
    ['cert.pem', cert, 0o644],
    ['key.pem', key, 0o600],
    ['env.sh', envSh(url), 0o644],
    ['env.ps1', envPs1(url), 0o644],
    ['README.txt', readme(name, url, role), 0o644],
    [`${name}.dockercontext`, context, 0o600],
  ]
  return tarOf(files.map(([file, content, mode]) => ({ path: `${name}/${file}`, content, mode })))
}
