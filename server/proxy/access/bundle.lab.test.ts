// The bundle in the hands of real clients: docker of three generations and docker compose over TLS to real engines, as three roles, until
// the certificate is revoked.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareClients } from '@/e2e/lab/clients'
import { startLab } from '@/e2e/lab/lab'
import { findProgram } from '@/e2e/lab/machine'
import { prepareToolchain } from '@/e2e/lab/toolchain'
import type { Lab } from '@/e2e/lab/types'
import { anyFreePort } from '@/e2e/server-process'
import type { DockerRole } from '@/lib/contract/docker-access'
import { createAuth } from '@/server/auth/auth'
import type { Cluster } from '@/server/cluster/types'
import { type Authority, openAuthority } from '@/server/docker-access/authority'
import { createDockerAccess, type DockerAccessDesk } from '@/server/docker-access/docker-access'
import { ownTls } from '@/server/docker-access/own-tls'
import { createSecretBox, keyBytes } from '@/server/registries/secret-box'
import { type TemporaryDatabase, temporaryDatabase } from '@/server/testing/database'
import { openTestEndpoint, type TestEndpoint } from '@/server/testing/docker-endpoint'
import { silentLog } from '@/server/testing/host-store'
import { watchLab } from '@/server/testing/lab-cluster'

type Generation = 'old' | 'middle' | 'new'
const roles: DockerRole[] = ['admin', 'operator', 'reader']
const names = ['127.0.0.1', 'localhost']

/** Waits for a text on a terminal, types, and says how its program ended. */
const typist = `import os, pty, select, sys
text, keys = sys.argv[1].encode(), [bytes.fromhex(each) for each in sys.argv[2].split(',')]
pid, fd = pty.fork()
if pid == 0: os.execv(sys.argv[3], sys.argv[3:])
said = b''
def read():
    global said
    if not select.select([fd], [], [], 30)[0]: sys.exit('nothing more after ' + repr(said))
    try: more = os.read(fd, 4096)
    except OSError: more = b''
    said += more
    return more != b''
while text not in said:
    if not read(): sys.exit('no ' + repr(text) + ' in ' + repr(said))
for each in keys: os.write(fd, each)
while read(): pass
print('left with', os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said[-80:])
`

let lab: Lab
let cluster: Cluster
let store: TemporaryDatabase
let authority: Authority
let desk: DockerAccessDesk
let endpoint: TestEndpoint
let directory: string
let owner: { userId: string; username: string }
let config = ''
let python = ''
const serials = {} as Record<DockerRole, string>
const clients = {} as Record<Generation, string>

const compose = `
name: tls
services:
  web:
    image: busybox
    command: [sleep, "1000"]
    stop_signal: SIGKILL
`

beforeAll(async () => {
  lab = await startLab({ name: `bundle-${process.pid}`, hosts: [{}, {}], preload: ['busybox'], registry: false })
  cluster = await watchLab(lab)
  store = await temporaryDatabase()
  const clock = () => new Date()
  await createAuth(store.db, clock).ensureAdmin('correct horse battery')
  const user = await store.db.user.findFirstOrThrow()
  owner = { userId: user.id, username: user.username }
  authority = openAuthority(store.directory, createSecretBox(randomBytes(keyBytes)))
  const port = await anyFreePort()
  const mode = { kind: 'own', authority, names: () => names } as const
  desk = await createDockerAccess({ db: store.db, log: silentLog, clock, mode, listen: { port } })
  const tls = ownTls(authority, () => names)
  endpoint = await openTestEndpoint(cluster, { access: desk.access }, tls, port)
  const client = await lab.client('n1')
  config = client.env.DOCKER_CONFIG ?? ''
  clients.middle = client.dockerCli
  clients.new = (await findProgram('docker')) ?? client.dockerCli
  const { dockerd } = await prepareToolchain('kv', null, () => undefined)
  clients.old = path.join(path.dirname(dockerd), '../bin/docker')
  directory = await mkdtemp(path.join(tmpdir(), 'bundle-'))
  await writeFile(path.join(directory, 'compose.yaml'), compose)
  await writeFile(path.join(directory, 'typist.py'), typist)
  const { program, env } = (await prepareClients()).python
  python = `env ${Object.entries(env)
    .map(([name, value]) => `${name}='${value}'`)
    .join(' ')} '${program}'`
  for (const role of roles) {
    const issued = await desk.issue(owner, { name: role, role, days: 1, host: '127.0.0.1' })
    serials[role] = issued.certificate.serial
    await writeFile(path.join(directory, issued.fileName), Buffer.from(issued.bundle, 'base64'))
  }
})
afterAll(async () => {
  await endpoint?.close()
  await cluster?.stop()
  await store?.close()
  await lab?.down()
  if (directory) await rm(directory, { recursive: true, force: true })
})

const run = (generation: Generation, command: string): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const home = path.join(directory, `config-${generation}`)
    const child = spawn('bash', ['-c', `docker() { "${clients[generation]}" "$@"; }\n${command}`], {
      cwd: directory,
      env: {
        ...process.env,
        DOCKER_CONFIG: home,
        DOCKER_BUILDKIT: '0',
        NO_PROXY: '127.0.0.1',
        DOCKER_HOST: '',
        COMPOSE: config,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output: output.replaceAll('\r\n', '\n').trim() }))
  })

type Step = [Generation, string, RegExp, number?]
const inOrder = async (steps: readonly Step[]) => {
  for (const [generation, command, expected, code = 0] of steps) {
    const outcome = await run(generation, command)
    expect(outcome, `${generation}: ${command}`).toMatchObject({ code, output: expect.stringMatching(expected) })
  }
}

describe('a client bundle', () => {
  it('is a docker context of every generation', async () => {
    await inOrder([['new', 'for each in *.tar; do tar xf $each; done; ls -l admin/key.pem', /^-rw-------/]])
    for (const generation of ['old', 'middle', 'new'] as const) {
      await inOrder([
        [generation, 'for r in admin operator reader; do docker context import $r $r/$r.dockercontext; done', /admin/],
        [
          generation,
          `docker --context admin run --rm --name by-${generation} busybox echo through TLS`,
          /^through TLS$/,
        ],
        [generation, 'docker --context reader ps -q', /^$/],
      ])
    }
  })

  it('works by variables, with streams whose halves close apart, and with compose', () =>
    inOrder([
      ['new', '. admin/env.sh; echo half | docker run -i --rm busybox cat', /^half$/],
      ['old', 'cd admin; . ./env.sh; docker info -f "{{.Name}} {{.Containers}}"', /^\S+ 0$/],
      [
        'middle',
        '. operator/env.sh; mkdir -p $DOCKER_CONFIG; ln -sfn "$COMPOSE/cli-plugins" $DOCKER_CONFIG/cli-plugins; docker compose up -d --scale web=2 2>&1 | tail -1; docker compose ps -q | wc -l',
        /2$/,
      ],
      ['middle', '. operator/env.sh; docker compose exec -T web echo inside', /^inside$/],
      ['middle', '. operator/env.sh; docker compose down -t 0 >/dev/null 2>&1; docker ps -aq', /^$/],
    ]))

  it('holds its role, and says by which rule', () =>
    inOrder([
      ['new', 'docker --context operator run -d --name plain busybox sleep 1000', /^[0-9a-f]{64}$/],
      ['new', 'docker --context admin run -d --name strong --privileged busybox sleep 1000', /^[0-9a-f]{64}$/],
      ['old', 'docker --context operator run --rm --privileged busybox true', /Refused by the rule privileged/, 125],
      ['new', 'docker --context operator run --rm -v /:/host busybox true', /Refused by the rule host-paths/, 125],
      ['new', 'docker --context operator run --rm --net host busybox true', /Refused by the rule host-namespaces/, 125],
      ['new', 'docker --context operator run --rm --cap-add SYS_ADMIN busybox true', /the rule capabilities/, 125],
      ['new', 'docker --context operator run --rm --device /dev/null busybox true', /the rule devices/, 125],
      ['middle', 'docker --context operator run --rm --volumes-from strong busybox true', /the rule privileged/, 125],
      ['new', 'docker --context operator exec strong id', /the rule privileged.*of n[12]\/strong/, 1],
      ['new', 'docker --context operator exec --privileged plain id', /the rule privileged/, 1],
      ['new', 'docker --context operator exec plain id -u', /^0$/],
      ['new', 'docker --context operator volume create -o type=none -o o=bind -o device=/ v', /the rule host-paths/, 1],
      ['new', 'docker --context operator build -q --network host - <<< "FROM busybox"', /the rule host-namespaces/, 1],
      ['new', 'docker --context operator update -m 64m --memory-swap 64m plain', /^plain$/],
      ['old', 'docker --context reader ps --format "{{.Names}}" | sort | tr "\\n" " "', /^n\d\/plain n\d\/strong$/],
      ['new', 'docker --context reader exec plain id', /the rule read-only/, 1],
      ['new', 'docker --context reader cp plain:/etc/passwd -', /the rule files/, 1],
      ['middle', 'docker --context reader rm -f plain', /the rule read-only/, 1],
    ]))

  // Over plain TCP docker itself loses its keys, also with an engine: Go wraps the error that says they were typed.
  it('is left by keys, and what runs goes on', () =>
    Promise.all(
      (['old', 'middle', 'new'] as const).map((generation) => {
        const docker = `"${clients[generation]}" --context admin`
        const typed = (text: string, keys: string, command: string) =>
          `${python} typist.py '${text}' ${keys} "${clients[generation]}" --context admin ${command}`
        const [one, other] = [`run-${generation}`, `tick-${generation}`]
        return inOrder([
          [generation, typed('# ', '10,11', `run -it --name ${one} busybox sh`), /^left with 0 /],
          [
            generation,
            `${docker} run -dit --name ${other} busybox sh -c 'while true; do echo tick; sleep 0.1; done'`,
            /^[0-9a-f]{64}$/,
          ],
          [generation, typed('tick', '1011', `attach ${other}`), /^left with \d .*read escape sequence/],
          [
            generation,
            typed('tick', '10,11,01,64', `attach --detach-keys ctrl-a,d ${other}`),
            /^left with \d .*read escape sequence/,
          ],
          [generation, typed('# ', '10,11', `exec -it ${other} sh`), /^left with \d /],
          [generation, typed('# ', '18', `exec -it --detach-keys ctrl-x ${other} sh`), /^left with \d /],
          [
            generation,
            `${docker} ps --filter name=${generation} --format "{{.Status}}" | cut -d" " -f1 | uniq -c`,
            /^2 Up$/,
          ],
          [generation, `${docker} rm -f ${one} ${other}`, /^run/],
        ])
      }),
    ))

  it('takes a token in place of the certificate', async () => {
    const { token } = await desk.createToken(owner, { name: 'ci', role: 'reader' })
    const home = path.join(directory, 'token')
    await mkdir(home)
    const headers = { HttpHeaders: { Authorization: `Bearer ${token}` } }
    await writeFile(path.join(home, 'config.json'), JSON.stringify(headers))
    await writeFile(path.join(home, 'ca.pem'), authority.cert)
    const docker = `DOCKER_CERT_PATH=${home} DOCKER_TLS_VERIFY=1 docker --config ${home} -H tcp://127.0.0.1:${endpoint.port}`
    await inOrder([
      ['new', `${docker} ps --format "{{.Names}}" | sort | tr "\\n" " "`, /^n\d\/plain n\d\/strong$/],
      ['old', `${docker} rm -f plain`, /the rule read-only/, 1],
    ])
  })

  it('opens nothing once it is revoked, and ends what is open', async () => {
    const following = run('new', 'docker --context admin events')
    await expect
      .poll(async () => (await desk.state()).certificates.every(({ lastUsedAt }) => lastUsedAt !== null))
      .toBe(true)
    await inOrder([['new', 'docker --context admin rm -f plain strong', /plain/]])
    await desk.revoke(serials.admin)
    await following
    await inOrder([
      ['new', 'docker --context admin ps', /not accepted: it was revoked/, 1],
      ['old', 'docker --context admin ps', /not accepted: it was revoked/, 1],
      ['new', 'docker --context reader ps -q', /^$/],
      [
        'new',
        `DOCKER_CERT_PATH=token DOCKER_TLS_VERIFY=1 docker -H tcp://127.0.0.1:${endpoint.port} ps`,
        /wants a client certificate/,
        1,
      ],
    ])
  })
})
