// The endpoint between clients that send anything and engines that answer anything: it neither falls over nor keeps what it held.
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { FakeEngine } from '../fake-engine'
import { openTwoHosts, type TwoHosts } from '../two-hosts'
import { type Chance, chanceOf } from './chance'
import type { Finding } from './parsers'
import { someRequest } from './requests'
import { someRubbish } from './rubbish'

/** What the cluster itself reads stays sound, or no host would be asked for anything. */
const ofTheCluster = new Set([
  '/_ping',
  '/version',
  '/info',
  '/events',
  '/containers/json',
  '/networks',
  '/images/json',
  '/volumes',
])
const inspect = /^\/containers\/(a{64}|b{64})\/json$/
/** Who is not answered by then goes, as people do. */
const patienceMs = 700
const atOnce = 32

const send = (socket: Socket, chance: Chance) => {
  const { bytes, after } = someRubbish(chance)
  socket.write(bytes)
  if (after === 'end') socket.end()
  if (after === 'destroy') setTimeout(() => socket.destroy(), 1)
}

/** Every path but those of the cluster. */
function breakEngine(engine: FakeEngine, chance: Chance): void {
  const sound = (route: string) => ofTheCluster.has(route) || inspect.test(route)
  engine.routes.get = (route) =>
    sound(route)
      ? undefined
      : (_request, response) => {
          if (response.socket) send(response.socket, chance)
        }
  engine.upgrades.get = () => (_request, socket) => send(socket as Socket, chance)
}

const oneCase = (port: number, bytes: Buffer, leavesAtOnce: boolean): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes)
      if (leavesAtOnce) socket.destroy()
    })
    const timer = setTimeout(() => socket.destroy(), patienceMs)
    socket.resume()
    socket.on('error', () => undefined)
    socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })

const openSockets = (): number => process.getActiveResourcesInfo().filter((each) => each === 'TCPSocketWrap').length

async function settled(two: TwoHosts, before: number): Promise<Finding | null> {
  // Creates that were sent go to their end, and hold what they asked for until then.
  const deadline = Date.now() + 30_000
  const held = () => two.endpoint.claimed()
  const spare = () => openSockets() - before
  while ((held().length > 0 || spare() > 60) && Date.now() < deadline) await delay(100)
  if (held().length > 0) return { what: 'a claim is stuck', given: JSON.stringify(held().slice(0, 3)) }
  if (spare() > 60) return { what: `${spare()} sockets are left open`, given: '' }
  const { statusCode } = await two.ask('/_ping')
  return statusCode === 200 ? null : { what: `the endpoint answers ${statusCode}`, given: '/_ping' }
}

/** The first thing that goes wrong, or null. */
export async function fuzzEndpoint(
  seed: number,
  cases: number,
  onProgress: (done: number) => void,
): Promise<Finding | null> {
  const two = await openTwoHosts()
  const failures: Finding[] = []
  let last = ''
  const crashed = (error: unknown, origin: unknown) =>
    void failures.push({
      what: `${origin === 'uncaughtException' ? origin : 'unhandledRejection'}: ${(error as Error)?.stack ?? error}`,
      given: last,
    })
  process.on('uncaughtException', crashed)
  process.on('unhandledRejection', crashed)
  try {
    const chance = chanceOf(seed)
    for (const engine of two.engines) breakEngine(engine, chance)
    const before = openSockets()
    let next = 0
    let done = 0
    const worker = async () => {
      while (next < cases && failures.length === 0) {
        next += 1
        const bytes = someRequest(chance)
        last = bytes.toString('latin1')
        await oneCase(two.endpoint.port, bytes, chance.is(0.05))
        done += 1
        onProgress(done)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    return failures[0] ?? (await settled(two, before)) ?? failures[0] ?? null
  } finally {
    process.off('uncaughtException', crashed)
    process.off('unhandledRejection', crashed)
    await two.end()
  }
}
