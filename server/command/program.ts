// The commands of classic Swarm's own program, by its names and flags: which one is asked for, with what, and how it ends. The
// console's server is another program; nothing of it is loaded here.
import { version } from '@/server/config/package-root'
import { AppError, messageOf } from '@/server/errors'
import { createLog, formatLogLine, type Log, type LogLevel } from '@/server/log'
import { stopOnSignal } from '../stop-on-signal'
import { create, createFlags, discoveryServiceFlags, serveDiscovery } from './create'
import { describeFlags, type Flag, readFlags } from './flags'
import { join } from './join'
import { joinFlags, listFlags, readJoinOptions, readListOptions } from './join-options'
import { list } from './list'
import { manage } from './manage'
import { manageFlags } from './manage-flags'
import { readManageOptions } from './manage-options'
import { Refusal, refuse } from './refusal'

/** What a command that goes on gives back: how it is ended. */
type Stop = () => Promise<void>
type Command = {
  names: readonly string[]
  words: string
  help: string
  flags: readonly Flag[]
  run(args: string[], log: Log): Promise<Stop | undefined>
}

/** Where the answer goes to stdout. */
const onStderr = { write: (line: string) => process.stderr.write(formatLogLine(line)) }

const commands: readonly Command[] = [
  {
    names: ['manage', 'm'],
    words: '[FLAGS] DISCOVERY',
    help: 'serves the Docker API over all hosts that DISCOVERY names',
    flags: manageFlags,
    run: (args, log) => manage(readManageOptions(args, process.env), log),
  },
  {
    names: ['list', 'l'],
    words: '[FLAGS] DISCOVERY',
    help: 'prints the hosts that DISCOVERY names',
    flags: listFlags,
    async run(args) {
      process.stdout.write(await list(readListOptions(args, process.env), createLog('warn', onStderr)))
      return undefined
    },
  },
  {
    names: ['join', 'j'],
    words: '[FLAGS] DISCOVERY',
    help: 'reports an engine to DISCOVERY for as long as it runs',
    flags: joinFlags,
    run: async (args, log) => join(readJoinOptions(args, process.env), log),
  },
  {
    names: ['create', 'c'],
    words: '[FLAGS]',
    help: 'makes a cluster at a discovery service and prints its token',
    flags: createFlags,
    async run(args) {
      process.stdout.write(`${await create(args, process.env)}\n`)
      return undefined
    },
  },
  {
    names: ['discovery'],
    words: '[FLAGS]',
    help: 'is the discovery service behind token://',
    flags: discoveryServiceFlags,
    run: (args, log) => serveDiscovery(args, process.env, log),
  },
]

const globalFlags: readonly Flag[] = [
  { names: ['log-level', 'l'], kind: 'text', help: 'debug, info, warn, error (info)' },
  { names: ['debug'], kind: 'switch', env: ['DEBUG'], help: 'the same as --log-level debug' },
  { names: ['experimental'], kind: 'switch', help: 'taken: what was experimental is always there' },
  { names: ['version', 'v'], kind: 'switch', help: 'the version' },
  { names: ['help', 'h'], kind: 'switch', help: 'this text' },
]

const usage = (): string =>
  [
    'usage: lotse [GLOBAL FLAGS] COMMAND [FLAGS] DISCOVERY',
    '',
    ...commands.map(({ names, help }) => `  ${names.join(', ')}\n        ${help}`),
    '',
    'DISCOVERY: host:port,host:port  nodes://10.0.0.[10:20]:2375  file:///path',
    '           etcd://host,host/prefix  consul://host/prefix  zk://host,host/prefix  token://service/token',
    '',
    describeFlags(globalFlags),
    '',
    'Without a command the console is started: lotse serve --help.',
    '',
  ].join('\n')

/** Everything up to the command is the program's, everything behind it the command's. */
function split(args: readonly string[]): { own: string[]; name: string | undefined; rest: string[] } {
  let at = 0
  while (at < args.length && /^-./.test(args[at] ?? '')) at += /^--?(l|log-level)$/.test(args[at] ?? '') ? 2 : 1
  return { own: args.slice(0, at), name: args[at], rest: args.slice(at + 1) }
}

function readLogLevel(text: string | undefined, isDebug: boolean): LogLevel {
  if (isDebug) return 'debug'
  const known: Record<string, LogLevel> = { debug: 'debug', info: 'info', warn: 'warn', warning: 'warn' }
  if (text === undefined) return 'info'
  if (/^(error|fatal|panic)$/.test(text)) return 'error'
  return known[text] ?? refuse(`not a valid log level: "${text}"`)
}

async function run(args: readonly string[]): Promise<void> {
  const { own, name, rest } = split(args)
  const given = readFlags(globalFlags, own, {})
  if (given.isOn('version')) return void process.stdout.write(`lotse version ${version}\n`)
  if (given.isOn('help') || name === undefined) return void process.stdout.write(usage())
  const command =
    commands.find(({ names }) => names.includes(name)) ?? refuse(`lotse does not know the command ${name}`)
  if (rest.some((arg) => /^--?(h|help)$/.test(arg))) {
    const { names, words, help, flags } = command
    const text = [`usage: lotse ${names[0]} ${words}`, '', `${help}.`, '', describeFlags(flags), '']
    return void process.stdout.write(text.join('\n'))
  }
  const isDebug = given.isOn('debug') || process.env.DEBUG === 'true' || process.env.DEBUG === '1'
  const log = createLog(readLogLevel(given.text('log-level'), isDebug))
  // What escapes every handler is a fault of ours, but no reason to take the endpoint from everybody.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a failure nobody waited for'))
  process.on('uncaughtException', (error) => log.error({ err: error }, 'a failure nobody caught'))
  const stop = await command.run(rest, log)
  if (stop === undefined) process.exit(0)
  stopOnSignal(stop, log)
}

run(process.argv.slice(2)).catch((error: unknown) => {
  const fix = error instanceof AppError ? error.details?.fix : undefined
  process.stderr.write(`${messageOf(error)}${fix ? `\n${fix}` : ''}\n`)
  if (!(error instanceof AppError || error instanceof Refusal))
    process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`)
  process.exit(1)
})
