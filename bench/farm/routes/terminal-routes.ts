// Connections that carry a program's input and output: exec and attach, upgraded as the CLI does or plain. A shell or `cat`
// gives back what it is told; `exit`, Ctrl-D and the end of the input end it.
import type { Duplex } from 'node:stream'
import { type FarmCall, frame, type HijackCall, openStream, parseJson, readJson, sendJson, sendNothing } from '../call'
import { hexOf } from '../chance'
import { isUp } from '../container-json'
import { readLines } from '../logs'
import { programOf } from '../program'
import { noSuch, Refusal } from '../refusal'
import type { FarmContainer, FarmHost } from '../types'
import { type Exec, type FarmWorld, findContainer, tellContainer } from '../world'
import type { HijackRoute, Route } from './route'

type ExecBody = { Cmd?: string[]; AttachStdin?: boolean; Tty?: boolean }
type StartBody = { Detach?: boolean; Tty?: boolean }

const keptExecs = 10_000

async function create(call: FarmCall): Promise<void> {
  const { world, host } = call
  const container = findContainer(host, call.params[0] ?? '')
  const body = await readJson<ExecBody>(call)
  if (container.status === 'paused')
    throw new Refusal(409, `container ${container.name} is paused, unpause the container before exec`)
  if (!isUp(container)) throw new Refusal(409, `container ${container.id} is not running`)
  if (!body.Cmd || body.Cmd.length === 0) throw new Refusal(400, 'No exec command specified')
  const exec: Exec = {
    id: hexOf(64, world.seed, 'exec', world.serial()),
    host,
    container,
    command: body.Cmd,
    isTty: body.Tty ?? false,
    attachStdin: body.AttachStdin ?? false,
    isRunning: false,
    exitCode: null,
    size: null,
  }
  world.execs.set(exec.id, exec)
  const [oldest] = world.execs.keys()
  if (world.execs.size > keptExecs && oldest !== undefined) world.execs.delete(oldest)
  tellContainer(world, host, container, `exec_create: ${body.Cmd.join(' ')}`, { execID: exec.id })
  sendJson(call, { Id: exec.id }, 201)
}

function findExec(world: FarmWorld, host: FarmHost, id: string): Exec {
  const exec = world.execs.get(id)
  if (!exec || exec.host !== host) throw noSuch('exec instance', id)
  return exec
}

function begin(world: FarmWorld, exec: Exec): void {
  if (exec.isRunning || exec.exitCode !== null)
    throw new Refusal(409, `exec process is already ${exec.isRunning ? 'running' : 'ended'}`)
  if (!isUp(exec.container)) throw new Refusal(409, `container ${exec.container.id} is not running`)
  exec.isRunning = true
  tellContainer(world, exec.host, exec.container, `exec_start: ${exec.command.join(' ')}`, { execID: exec.id })
}

function finish(world: FarmWorld, exec: Exec, exitCode: number): void {
  if (!exec.isRunning) return
  exec.isRunning = false
  exec.exitCode = exitCode
  tellContainer(world, exec.host, exec.container, 'exec_die', { execID: exec.id, exitCode: String(exitCode) })
}

const inspect = ({ id, isRunning, exitCode, command, isTty, attachStdin, container }: Exec) => ({
  ID: id,
  Running: isRunning,
  ExitCode: exitCode,
  ProcessConfig: { tty: isTty, entrypoint: command[0], arguments: command.slice(1), privileged: false },
  OpenStdin: attachStdin,
  OpenStderr: true,
  OpenStdout: true,
  CanRemove: false,
  ContainerID: container.id,
  DetachKeys: '',
  Pid: isRunning ? container.pid + 1 : 0,
})

/** Runs on these two ends until it is over; `say` is given the bare text. */
function run(
  world: FarmWorld,
  exec: Exec,
  input: Duplex | null,
  say: (text: Buffer | string) => void,
  over: () => void,
): void {
  const program = programOf(exec.command)
  const leave = (exitCode: number) => {
    finish(world, exec, exitCode)
    over()
  }
  const newline = exec.isTty ? '\r\n' : '\n'
  for (const line of program.output) say(line + newline)
  if (!program.echoes || !input || !exec.attachStdin) {
    const timer = setTimeout(() => leave(program.exitCode), program.lastsMs ?? 0)
    input?.once('close', () => clearTimeout(timer))
    input?.resume()
    return
  }
  let line = ''
  input.on('data', (chunk: Buffer) => {
    const text = chunk.toString('latin1')
    say(exec.isTty ? Buffer.from(text.replace(/\r/g, '\r\n'), 'latin1') : chunk)
    const lines = (line + text).split(/[\r\n]/)
    line = lines.pop() ?? ''
    if (text.includes('\x04') || lines.some((one) => one.trim() === 'exit')) leave(0)
  })
  input.once('end', () => leave(0))
  input.resume()
  input.once('close', () => finish(world, exec, 0))
}

/** What says that from here on the connection is the program's. */
const upgraded = (socket: Duplex, isTty: boolean): void => {
  const type = isTty ? 'raw-stream' : 'multiplexed-stream'
  socket.write(
    `HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.${type}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`,
  )
}

function startHijacked({ world, host, socket, params, body }: HijackCall): void {
  const exec = findExec(world, host, params[0] ?? '')
  parseJson<StartBody>(body)
  begin(world, exec)
  upgraded(socket, exec.isTty)
  run(
    world,
    exec,
    socket,
    (text) => socket.write(exec.isTty ? text : frame(1, text)),
    () => socket.end(),
  )
}

async function startPlain(call: FarmCall): Promise<void> {
  const exec = findExec(call.world, call.host, call.params[0] ?? '')
  const { Detach } = await readJson<StartBody>(call)
  begin(call.world, exec)
  if (Detach) {
    run(
      call.world,
      exec,
      null,
      () => undefined,
      () => undefined,
    )
    return sendNothing(call, 200)
  }
  const response = openStream(call, `application/vnd.docker.${exec.isTty ? 'raw-stream' : 'multiplexed-stream'}`)
  run(
    call.world,
    exec,
    null,
    (text) => void response.write(exec.isTty ? text : frame(1, text)),
    () => response.end(),
  )
}

const pollMs = 100

/** Output from now on (or all of it with `logs`), until the container ends. */
function follow(
  world: FarmWorld,
  container: FarmContainer,
  withPast: boolean,
  say: (text: string) => void,
  over: () => void,
): () => void {
  let lastMs = withPast ? -1 : world.clock() - 1
  const tell = () => {
    const news = readLines(container, world.clock(), { tail: withPast || lastMs >= 0 ? null : 0, sinceMs: lastMs + 1 })
    lastMs = news.at(-1)?.atMs ?? lastMs
    for (const { text } of news) say(`${text}\n`)
  }
  const timer = setInterval(tell, pollMs)
  const ended = () => {
    clearInterval(timer)
    tell()
    over()
  }
  const waiting = world.waiters.get(container.id) ?? new Set()
  world.waiters.set(container.id, waiting.add(ended))
  return () => {
    clearInterval(timer)
    waiting.delete(ended)
  }
}

function attachHijacked({ world, host, socket, params, query }: HijackCall): void {
  const container = findContainer(host, params[0] ?? '')
  const isTty = container.spec.config.Tty === true
  tellContainer(world, host, container, 'attach')
  upgraded(socket, isTty)
  const say = (text: string | Buffer) => socket.write(isTty ? text : frame(1, text))
  const stop = follow(world, container, query.get('logs') === '1', say, () => socket.end())
  socket.on('data', (chunk: Buffer) => say(chunk))
  socket.once('close', stop)
  socket.resume()
}

function resize(call: FarmCall): void {
  const exec = findExec(call.world, call.host, call.params[0] ?? '')
  const [rows, columns] = [Number(call.query.get('h')), Number(call.query.get('w'))]
  if (!(rows > 0 && columns > 0)) throw new Refusal(400, 'invalid size')
  exec.size = { rows, columns }
  sendNothing(call, 200)
}

export const terminalRoutes: Route[] = [
  ['POST', /^\/containers\/([^/]+)\/exec$/, create],
  [
    'GET',
    /^\/exec\/([^/]+)\/json$/,
    (call) => sendJson(call, inspect(findExec(call.world, call.host, call.params[0] ?? ''))),
  ],
  ['POST', /^\/exec\/([^/]+)\/resize$/, resize],
  ['POST', /^\/exec\/([^/]+)\/start$/, startPlain],
]

export const hijackRoutes: HijackRoute[] = [
  [/^\/exec\/([^/]+)\/start$/, startHijacked],
  [/^\/containers\/([^/]+)\/attach$/, attachHijacked],
]
