// The verbs of the lab's command line, each a thin word for one call of the TypeScript API.
import { parseArgs } from 'node:util'
import { AppError } from '@/server/errors'
import { prepareClients } from './clients'
import { prepareDiscoveryStores } from './discovery-stores'
import { attachLab, prepareLab, startLab } from './lab'
import { requireLinuxRoot } from './machine'
import { listLabs } from './state'
import { removeLab } from './teardown'
import { prepareToolchain } from './toolchain'
import type { Generation, Lab, LabHostOptions } from './types'

export const usage = `npm run lab -- VERB …

  prepare                     fetch engines and build images, start nothing
  up [NAME]                   start a lab of --hosts 3
  status [NAME]               hosts, addresses and faults; without a name of every lab
  down NAME | down --all      remove everything of a lab (without a name: of the only one)
  cut HOST                    power cut; back with: power HOST
  crash HOST                  kill -9 of dockerd, containers stay; back with: restart HOST
  hang HOST                   the engine stops answering
  partition HOST              the network cable is out
  loss HOST PERCENT           packets are lost, both ways
  slow HOST [KBIT]            network of 256 kbit/s, or --engine PERCENT: a slow engine
  fill HOST                   the disk is full
  heal [HOST]                 undo every fault of the host, of all without a name
  exec HOST COMMAND…          run a command inside the host
  docker HOST ARGUMENTS…      the docker CLI for this host
  env HOST                    variables for docker, docker compose and other clients

For up: --hosts N or NAME[:KEY=VALUE,…][;…]  --generation modern|kv  --dockerd PATH  --tls  --no-registry
        --no-preload  --disk MIB  --flag DAEMON-FLAG (repeatable)  --swarm MANAGERS  --replace
For the rest: --lab NAME, or LAB/HOST for HOST, when several labs run.
`

const options = {
  all: { type: 'boolean' },
  disk: { type: 'string' },
  dockerd: { type: 'string' },
  engine: { type: 'string' },
  flag: { type: 'string', multiple: true },
  generation: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  hosts: { type: 'string' },
  lab: { type: 'string' },
  'no-preload': { type: 'boolean' },
  'no-registry': { type: 'boolean' },
  replace: { type: 'boolean' },
  swarm: { type: 'string' },
  tls: { type: 'boolean' },
} as const

const parse = (args: string[]) => {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (cause) {
    throw new AppError('invalid_input', `${(cause as Error).message}\n\n${usage}`)
  }
}
type Flags = ReturnType<typeof parse>['values']

const say = (line: string) => console.log(line)

const numberOf = (text: string, what: string): number => {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new AppError('invalid_input', `${what} is a number, not "${text}".`)
}

/** `3`, or `a:storage=ssd,zone=1;b`. */
export const parseHosts = (text: string): number | LabHostOptions[] => {
  if (/^\d+$/.test(text)) return Number(text)
  return text.split(';').map((part) => {
    const [name = '', ...rest] = part.split(':')
    const labels = rest
      .join(':')
      .split(',')
      .filter((label) => label !== '')
    return { name, labels: Object.fromEntries(labels.map((label) => splitLabel(label))) }
  })
}

const splitLabel = (label: string): [string, string] => {
  const at = label.indexOf('=')
  return at < 0 ? [label, ''] : [label.slice(0, at), label.slice(at + 1)]
}

const generationOf = (flags: Flags): Generation => {
  if (flags.generation === undefined) return 'modern'
  if (flags.generation === 'modern' || flags.generation === 'kv') return flags.generation
  throw new AppError('invalid_input', `There are the generations modern and kv, not "${flags.generation}".`)
}

const only = async (name: string | undefined): Promise<string> => {
  if (name !== undefined) return name
  const labs = await listLabs()
  if (labs.length === 1) return labs[0] as string
  throw labs.length === 0
    ? new AppError('not_found', 'No lab is running.', { details: { fix: 'Start one: npm run lab -- up' } })
    : new AppError('conflict', `Several labs are running: ${labs.join(', ')}.`, {
        details: { fix: 'Say which: --lab NAME, or LAB/HOST.' },
      })
}

const print = async (lab: Lab): Promise<void> => {
  const facts = [
    lab.generation,
    lab.subnet,
    lab.registry && `registry ${lab.registry}`,
    lab.clusterStore,
    lab.tls && 'TLS',
  ]
  say(`${lab.name}  ${facts.filter(Boolean).join('  ')}`)
  for (const host of await lab.status()) {
    const labels = Object.entries(host.labels).map(([key, value]) => `${key}=${value}`)
    say(`  ${[host.name, host.address, host.engine, ...host.faults, ...labels].join('  ')}`)
  }
}

const up = async ([name]: string[], flags: Flags): Promise<void> => {
  const started = performance.now()
  const interruption = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => interruption.abort(new AppError('cancelled', 'Interrupted; the half lab is removed.')))
  }
  const lab = await startLab({
    signal: interruption.signal,
    name: name ?? flags.lab,
    hosts: flags.hosts === undefined ? undefined : parseHosts(flags.hosts),
    generation: generationOf(flags),
    dockerd: flags.dockerd,
    replace: flags.replace,
    tls: flags.tls,
    registry: !flags['no-registry'],
    preload: !flags['no-preload'],
    daemonFlags: flags.flag,
    diskMiB: flags.disk === undefined ? undefined : numberOf(flags.disk, 'The disk size'),
    log: say,
  })
  if (flags.swarm !== undefined) await lab.swarm(numberOf(flags.swarm, 'The number of managers'))
  await print(lab)
  say(`Up in ${((performance.now() - started) / 1000).toFixed(1)} s. Remove it: npm run lab -- down ${lab.name}`)
}

const down = async ([name]: string[], flags: Flags): Promise<void> => {
  const labs = await listLabs()
  const wanted = flags.all ? labs : [await only(name ?? flags.lab)]
  for (const lab of wanted) {
    if (!labs.includes(lab)) throw new AppError('not_found', `There is no lab called "${lab}".`)
    await removeLab(lab)
    say(`Removed lab ${lab}`)
  }
  if (wanted.length === 0) say('No lab is running.')
}

const status = async ([name]: string[], flags: Flags): Promise<void> => {
  const wanted = name ?? flags.lab
  const labs = wanted === undefined ? await listLabs() : [wanted]
  if (labs.length === 0) say('No lab is running.')
  for (const lab of labs) {
    const attached = await attachLab(lab).catch((error: unknown) => {
      if (wanted !== undefined) throw error
      say(`${lab}  not readable; remove it: npm run lab -- down ${lab}`)
    })
    if (attached) await print(attached)
  }
}

const env = async (lab: Lab, host: string): Promise<void> => {
  const client = await lab.client(host)
  for (const [key, value] of Object.entries(client.env)) say(`export ${key}='${value}'`)
  say(`export LOTSE_LAB_DOCKER='${client.dockerCli}'`)
}

type HostVerb = (lab: Lab, host: string, rest: string[], flags: Flags) => Promise<void>

const pass = ({ stdout, stderr }: { stdout: string; stderr: string }): void => {
  process.stdout.write(stdout)
  process.stderr.write(stderr)
}

const hostVerbs: Record<string, HostVerb> = {
  cut: (lab, host) => lab.cut(host),
  power: (lab, host) => lab.power(host),
  crash: (lab, host) => lab.crash(host),
  restart: (lab, host) => lab.restart(host),
  hang: (lab, host) => lab.hang(host),
  partition: (lab, host) => lab.partition(host),
  loss: (lab, host, [percent = '30']) => lab.loss(host, numberOf(percent, 'The loss in percent')),
  slow: (lab, host, [rate], flags) =>
    lab.slow(host, {
      rateKbit: rate === undefined ? undefined : numberOf(rate, 'The rate in kbit/s'),
      enginePercent: flags.engine === undefined ? undefined : numberOf(flags.engine, "The engine's share of the time"),
    }),
  fill: (lab, host) => lab.fill(host),
  exec: async (lab, host, command) => pass(await lab.exec(host, ...command)),
  docker: async (lab, host, args) => pass(await lab.docker(host, ...args)),
  env,
}

/** What follows the host of `exec` and `docker` is somebody else's command line. */
const splitForeign = (args: string[]): { own: string[]; foreign: string[] } => {
  if (!['exec', 'docker'].includes(args[0] ?? '')) return { own: args, foreign: [] }
  let end = 1
  let hasHost = false
  while (end < args.length) {
    const word = args[end] as string
    if (word === '--lab') end += 2
    else if (word.startsWith('--lab=')) end += 1
    else if (hasHost) break
    else {
      hasHost = true
      end += 1
    }
  }
  const foreign = args.slice(end)
  return { own: args.slice(0, end), foreign: foreign[0] === '--' ? foreign.slice(1) : foreign }
}

/** `HOST`, or `LAB/HOST` when several labs run. */
const findHost = async (word: string | undefined, flags: Flags): Promise<{ lab: Lab; host: string | undefined }> => {
  const [labName, host] = word?.includes('/') ? word.split('/', 2) : [flags.lab, word]
  return { lab: await attachLab(await only(labName)), host }
}

export const runLabCommand = async (args: string[]): Promise<void> => {
  const { own, foreign } = splitForeign(args)
  const { values: flags, positionals } = parse(own)
  const [verb, ...rest] = positionals
  if (flags.help || verb === undefined) return say(usage)
  requireLinuxRoot()
  if (verb === 'prepare') {
    await prepareLab({ generation: generationOf(flags), dockerd: flags.dockerd, log: say })
    // What the tests need beside, so that none of them waits for a mirror.
    await prepareDiscoveryStores(say)
    await prepareToolchain('kv', null, say)
    await prepareClients(say)
    return say('Everything a lab needs is here.')
  }
  if (verb === 'up') return up(rest, flags)
  if (verb === 'down') return down(rest, flags)
  if (verb === 'status') return status(rest, flags)
  const act = hostVerbs[verb]
  if (!act && verb !== 'heal') throw new AppError('invalid_input', `There is no verb "${verb}".\n\n${usage}`)
  const { lab, host } = await findHost(rest[0], flags)
  if (!act) return lab.heal(host)
  if (host === undefined) {
    const names = lab.hosts.map(({ name }) => name).join(', ')
    throw new AppError('invalid_input', `Say which host of lab ${lab.name}: ${names}.`)
  }
  return act(lab, host, [...rest.slice(1), ...foreign], flags)
}
