// The clients that people have, run against the endpoint: docker of three generations, both kinds of compose, docker-py.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { type ClientGeneration, prepareClients } from '@/e2e/lab/clients'
import type { Lab } from '@/e2e/lab/types'
import type { TestEndpoint } from './docker-endpoint'

export type Outcome = { code: number | null; output: string }
/** Client, command, what it prints; a failing one has its exit code too. `compose1` is docker-compose 1.29. */
export type Step = [ClientGeneration, string, RegExp, number?]
export type DockerClients = Awaited<ReturnType<typeof openDockerClients>>

const quoted = (text: string): string => `'${text}'`

/** `directory`: where the commands run; ends with `close`. */
export async function openDockerClients(lab: Lab, endpoint: TestEndpoint) {
  const clients = await prepareClients()
  const directory = await mkdtemp(path.join(tmpdir(), 'clients-'))
  const configs = {} as Record<ClientGeneration, string>
  for (const generation of ['old', 'middle', 'new'] as const) {
    const config = path.join(directory, `.docker-${generation}`)
    await mkdir(config)
    if (generation !== 'old') await symlink(clients.plugins[generation], path.join(config, 'cli-plugins'))
    configs[generation] = config
  }
  const { program, compose, env } = clients.python
  const python = [...Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`), quoted(program)].join(' ')
  const functions = (generation: ClientGeneration) =>
    [
      `docker() { ${quoted(clients.docker[generation])} "$@"; }`,
      `python() { env ${python} "$@"; }`,
      `compose1() { python ${quoted(compose)} "$@"; }`,
    ].join('\n')

  const spawned = (generation: ClientGeneration, command: string) =>
    spawn('bash', ['-c', `${functions(generation)}\n${command}`], {
      cwd: directory,
      env: {
        ...process.env,
        DOCKER_CONFIG: configs[generation],
        DOCKER_HOST: `tcp://127.0.0.1:${endpoint.port}`,
        DOCKER_CLI: clients.docker[generation],
        BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
        NO_PROXY: `127.0.0.1,${lab.subnet}`,
        no_proxy: `127.0.0.1,${lab.subnet}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const run = (generation: ClientGeneration, command: string): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      const child = spawned(generation, command)
      let output = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text
        })
      }
      child.once('error', reject)
      child.once('close', (code) => resolve({ code, output: output.replaceAll('\r\n', '\n').trim() }))
    })
  return {
    directory,
    spawned,
    run,
    async inOrder(steps: readonly Step[]): Promise<void> {
      for (const [generation, command, expected, code = 0] of steps) {
        const outcome = await run(generation, command)
        expect(outcome, `${generation}: ${command}\n${outcome.output}`).toMatchObject({
          code,
          output: expect.stringMatching(expected),
        })
      }
    },
    close: () => rm(directory, { recursive: true, force: true }),
  }
}
