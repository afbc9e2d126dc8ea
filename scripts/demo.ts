// The demo: a lab of three engines, the server over a throw-away directory, overlay networking, a sample stack. It ends
// everything it started when it is told to, and leaves the machine as it was.
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { deploymentEnd, signIn } from '@/e2e/console-client'
import { startLab } from '@/e2e/lab/lab'
import { anyFreePort, freePort, startServer } from '@/e2e/server-process'
import type { Deployment } from '@/lib/contract/deployments'
import { messageOf } from '@/server/errors'

const say = (text: string) => console.log(text)
const labName = 'demo'
const endings: (() => Promise<unknown>)[] = []

async function end(code: number): Promise<never> {
  for (const step of endings.splice(0).reverse()) {
    await step().catch((error) => console.error(`While ending: ${messageOf(error)}`))
  }
  process.exit(code)
}

let isEnding = false
const starting = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (isEnding) return
    isEnding = true
    starting.abort()
    say('\nEnding the server and the three engines …')
    void end(0)
  })
}

async function run(): Promise<void> {
  // Before three engines are started for nothing: port 3000 is a favourite of many programs.
  const asked = process.env.LOTSE_DEMO_PORT
  const port = await (asked ? freePort(Number(asked)) : freePort(3000).catch(anyFreePort))
  const labStart = startLab({
    name: labName,
    // One that a killed demo left behind.
    replace: true,
    signal: starting.signal,
    hosts: [
      { name: 'kiel', labels: { storage: 'ssd', zone: 'north' } },
      { name: 'emden', labels: { storage: 'ssd', zone: 'west' } },
      { name: 'husum', labels: { storage: 'disk', zone: 'west' } },
    ],
    log: say,
  })
  // Also when it is told to end while the lab still starts.
  endings.push(async () => (await labStart.catch(() => null))?.down())
  const lab = await labStart

  const dataDir = await mkdtemp(path.join(tmpdir(), 'lotse-demo-'))
  endings.push(() => rm(dataDir, { recursive: true, force: true }))
  const password = randomBytes(12).toString('base64url')
  say('Starting the server …')
  const addresses = lab.hosts.map((host) => host.address.replace(/^tcp:\/\//, ''))
  const serverStart = startServer({
    port,
    dataDir,
    discovery: `nodes://${addresses.join(',')}`,
    adminPassword: password,
  })
  endings.push(async () => (await serverStart.catch(() => null))?.stop())
  const server = await serverStart

  const client = await signIn(server.url, password)
  say('Waiting for the hosts …')
  const hosts = await healthyHosts(client, lab.hosts.length)
  say('Enabling overlay networking …')
  await client.call('POST', '/overlay/enable', { hostIds: hosts.map((host) => host.id) })
  say('Deploying the sample stack …')
  const content = await readFile(path.join(import.meta.dirname, '../e2e/samples/demo.yaml'), 'utf8')
  const begun = await client.call<Deployment>('PUT', '/stacks/demo', { files: [{ path: 'compose.yaml', content }] })
  const deployment = await deploymentEnd(client, 'demo', begun.id)
  say(
    deployment.state === 'succeeded'
      ? 'The sample stack runs over the three hosts.'
      : `The sample stack was not deployed: ${deployment.error}`,
  )
  say(`
  Lotse   ${server.url}
  user    admin
  password ${password}

  Its web service answers on port 8080 of ${lab.hosts.map((host) => `http://${host.ip}:8080`).join(', ')}
  Try a fault in another terminal: npm run lab -- cut ${lab.hosts[1]?.name} --lab ${labName}
  (and back: npm run lab -- power ${lab.hosts[1]?.name} --lab ${labName})

  Ctrl-C ends all of it.
`)
}

type HostState = { id: string; state: string; name: string }

async function healthyHosts(client: Awaited<ReturnType<typeof signIn>>, wanted: number): Promise<HostState[]> {
  const deadline = performance.now() + 60_000
  for (;;) {
    const hosts = await client.call<HostState[]>('GET', '/hosts')
    if (hosts.filter((host) => host.state === 'healthy').length >= wanted) return hosts
    if (performance.now() > deadline) {
      throw new Error(`hosts do not answer: ${hosts.map((host) => `${host.name} is ${host.state}`).join(', ')}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

run().catch(async (error) => {
  if (isEnding) return
  console.error(`The demo could not start: ${messageOf(error)}`)
  await end(1)
})
