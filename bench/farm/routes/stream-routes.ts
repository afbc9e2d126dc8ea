// The answers that go on: events, logs, stats, the progress of a pull.
import { pipeline } from 'node:stream/promises'
import { bulk, printedBytes } from '../bulk'
import { type FarmCall, frame, isTrue, openStream, sendJson } from '../call'
import { imageNamed } from '../catalogue'
import { hexOf } from '../chance'
import { commandOf, isUp, timeText } from '../container-json'
import { eventFilter, readFilters } from '../events'
import { type LogEntry, readLines } from '../logs'
import { Refusal } from '../refusal'
import { statsJson } from '../stats'
import { findContainer, findImage } from '../world'
import type { Route } from './route'

/** Seconds with a fraction, or a date, as Docker takes times; null: not given. */
const timeMs = (text: string | null): number | null => {
  if (text === null || text === '' || text === '0') return null
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text)
}

function events(call: FarmCall): void {
  const { world, host, query } = call
  const wants = eventFilter(readFilters(query.get('filters')))
  const sinceMs = timeMs(query.get('since'))
  const untilMs = timeMs(query.get('until'))
  const response = openStream(call)
  const past = sinceMs === null ? [] : world.events.since(host, sinceMs)
  for (const event of past) {
    if (wants(event) && (untilMs === null || event.timeNano <= untilMs * 1e6))
      response.write(`${JSON.stringify(event)}\n`)
  }
  const leftMs = untilMs === null ? null : untilMs - world.clock()
  if (leftMs !== null && leftMs <= 0) return void response.end()
  const sink = { wants, write: (text: string) => void response.write(text) }
  // A hung engine is silent, and tells later what happened meanwhile.
  const stream = {
    wants,
    write: (text: string) =>
      host.fault?.kind === 'hang' ? host.fault.held.push(() => sink.write(text)) : sink.write(text),
  }
  host.streams.add(stream)
  const timer = leftMs === null ? undefined : setTimeout(() => response.end(), leftMs)
  response.once('close', () => {
    clearTimeout(timer)
    host.streams.delete(stream)
  })
}

async function logs(call: FarmCall): Promise<void> {
  const { world, host, query, params } = call
  const container = findContainer(host, params[0] ?? '')
  const [out, error] = [isTrue(query, 'stdout'), isTrue(query, 'stderr')]
  if (!out && !error) throw new Refusal(400, 'Bad parameters: you must choose at least one stream')
  const asked = query.get('tail') ?? 'all'
  const tail = /^\d+$/.test(asked) ? Number(asked) : null
  const isTty = container.spec.config.Tty === true
  const withTimes = isTrue(query, 'timestamps')
  const bytes = (entry: LogEntry): Buffer => {
    const text = `${withTimes ? `${timeText(entry.atMs, container.id)} ` : ''}${entry.text}\n`
    return isTty ? Buffer.from(text) : frame(entry.stream, text)
  }
  const isWanted = ({ stream }: LogEntry) => (stream === 1 ? out : error)
  const response = openStream(
    call,
    isTty ? 'application/vnd.docker.raw-stream' : 'application/vnd.docker.multiplexed-stream',
  )
  const printed = printedBytes(commandOf(container))
  if (printed !== null) return pipeline(bulk(printed, isTty ? undefined : (piece) => frame(1, piece)), response)
  const first = readLines(container, world.clock(), {
    tail,
    sinceMs: timeMs(query.get('since')) ?? 0,
    untilMs: timeMs(query.get('until')) ?? Number.POSITIVE_INFINITY,
  })
  const chosen = first.filter(isWanted)
  if (chosen.length > 0) response.write(Buffer.concat(chosen.map(bytes)))
  if (!isTrue(query, 'follow') || !isUp(container)) return void response.end()
  let lastMs = first.at(-1)?.atMs ?? world.clock()
  const timer = setInterval(() => {
    const news = readLines(container, world.clock(), { tail: null, sinceMs: lastMs + 1 })
    lastMs = news.at(-1)?.atMs ?? lastMs
    for (const entry of news.filter(isWanted)) response.write(bytes(entry))
    if (!isUp(container)) response.end()
  }, 200)
  response.once('close', () => clearInterval(timer))
}

const statsPeriodMs = 1_000

function stats(call: FarmCall): void {
  const { world, host, query, params } = call
  const container = findContainer(host, params[0] ?? '')
  const read = (beforeMs: number) => statsJson(container, host, world.clock(), beforeMs)
  if (query.get('stream') === '0' || query.get('stream') === 'false') {
    // A real engine waits a second for its second reading; what it then knows is known here at once.
    return void sendJson(call, read(isTrue(query, 'one-shot') ? 0 : world.clock() - statsPeriodMs))
  }
  const response = openStream(call)
  response.write(`${JSON.stringify(read(0))}\n`)
  const timer = setInterval(() => {
    if (!host.containers.has(container.id)) return void response.end()
    response.write(`${JSON.stringify(read(world.clock() - statsPeriodMs))}\n`)
  }, statsPeriodMs)
  response.once('close', () => clearInterval(timer))
}

const progressSteps = 5

/** Images of a repository that begins with `missing` do not exist. */
async function pull(call: FarmCall): Promise<void> {
  const { world, host, query } = call
  const name = query.get('fromImage') ?? ''
  if (name === '') throw new Refusal(400, 'invalid reference format')
  const tag = query.get('tag') || 'latest'
  const isDigest = tag.startsWith('sha256:')
  const ref = isDigest ? `${name}@${tag}` : `${name}:${tag}`
  if (/(^|\/)missing/.test(name)) {
    throw new Refusal(
      404,
      `pull access denied for ${name}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
    )
  }
  const known = findImage(host, ref)
  const elsewhere = known ?? world.hosts.map((other) => findImage(other, ref)).find((image) => image !== undefined)
  const image = elsewhere ?? imageNamed([ref], 20 + (ref.length % 200), ['/entrypoint'])
  const response = openStream(call)
  const say = (line: object) => response.write(`${JSON.stringify(line)}\r\n`)
  say({ status: `Pulling from ${name.split('/').slice(-1)}`, id: tag })
  if (!known) {
    const layers = Array.from({ length: image.layers }, (_, at) => hexOf(12, 'layer', image.id, at))
    const total = Math.round(image.sizeBytes / layers.length)
    for (const id of layers) say({ status: 'Pulling fs layer', progressDetail: {}, id })
    for (let step = 1; step <= progressSteps; step += 1) {
      await new Promise((resolve) => setTimeout(resolve, world.pullMs / progressSteps))
      for (const id of layers)
        say({
          status: 'Downloading',
          progressDetail: { current: Math.round((total * step) / progressSteps), total },
          progress: '',
          id,
        })
    }
    for (const id of layers) {
      say({ status: 'Extracting', progressDetail: { current: total, total }, progress: '', id })
      say({ status: 'Pull complete', progressDetail: {}, id })
    }
    host.images.set(image.id, image)
    world.events.emit(host, 'image', 'pull', ref, { name }, { status: 'pull', id: ref })
  }
  say({ status: `Digest: ${image.digests[0]?.split('@')[1]}` })
  say({ status: `Status: ${known ? 'Image is up to date for' : 'Downloaded newer image for'} ${ref}` })
  response.end()
}

export const streamRoutes: Route[] = [
  ['GET', /^\/events$/, events],
  ['GET', /^\/containers\/([^/]+)\/logs$/, logs],
  ['GET', /^\/containers\/([^/]+)\/stats$/, stats],
  ['POST', /^\/images\/create$/, pull],
]
