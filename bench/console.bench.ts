// The console at full size in a real browser: 1,000 hosts with 30,000 containers on a farm, Debian's Chromium, the built
// server. `npm run bench -- console --minutes 1` shortens the ten minutes of events, `--only keys,scroll` leaves parts out. The
// board has a farm of its own: it is for 200 hosts.
import { parseArgs } from 'node:util'
import { run as runBoard } from './board.bench'
import { median, openVisitor, percentile, type Visitor } from './console/browser'
import { cpuPercent, type Ground, openGround, residentBytes, type Start } from './console/ground'
import { keystrokes } from './console/keystrokes'
import { below, kilobytes, type Line, mebibytes, ms, percent, seconds, spread, table } from './console/lines'
import { coldLoads, scriptWeights, warmNavigations } from './console/page-loads'
import { scrolling } from './console/scrolling'
import { tabMemory } from './console/tab-memory'
import { step } from './step'
import type { Table } from './table'

const eventsPerSecond = 50
const settleMs = 20_000
const idleMs = 20_000

type Measured = { browser?: Line[]; server?: Line[] }
type Part = (visitor: Visitor, ground: Ground, minutes: number) => Promise<Measured>

const parts: Record<string, Part> = {
  weight: async (visitor, { server }) => {
    const weights = await step('weight of the scripts', () =>
      scriptWeights(visitor, server.url, ['/login', '/overview', '/containers']),
    )
    return {
      browser: weights.map(({ path, scriptBytes, scripts, laterBytes }) => ({
        what: `JavaScript of ${path}`,
        measured: kilobytes(scriptBytes),
        target: '≤ 200 kB',
        isMet: scriptBytes <= 200_000,
        detail: `${scripts} files, compressed; ${kilobytes(laterBytes)} more when idle`,
      })),
    }
  },
  cold: async (visitor, { server }) => {
    const cold = await step('cold loads', () => coldLoads(visitor, server.url))
    return {
      browser: [{ what: 'Containers usable, cold', ...below(median(cold), 2_000, ms), detail: spread(cold) }],
    }
  },
  warm: async (visitor, { server }) => {
    const warm = await step('warm navigations', () => warmNavigations(visitor, server.url))
    return {
      browser: [{ what: 'Containers usable, warm', ...below(median(warm), 1_000, ms), detail: spread(warm) }],
    }
  },
  keys: async (visitor, ground) => {
    const keys = await step('keys in the filter', () => keystrokes(visitor, ground))
    return {
      browser: [{ what: 'filter key answered, 95 %', ...below(percentile(keys, 0.95), 100, ms), detail: spread(keys) }],
    }
  },
  scroll: async (visitor, { server }) => {
    const scrolls = await step('scrolling', () => scrolling(visitor, server.url))
    return {
      browser: scrolls.map(({ speed, frames, dropped, droppedPercent, worstMs, blankPercent }) => ({
        what: speed === 0 ? 'frames dropped at rest' : `frames dropped scrolling at ${speed} px/s`,
        ...below(droppedPercent, 1, percent),
        detail: `${dropped} of ${frames}, worst ${ms(worstMs)}, rows not yet drawn in ${percent(blankPercent)}`,
      })),
    }
  },
  memory: async (visitor, ground, minutes) => {
    const memory = await step('minutes of events', () => tabMemory(visitor, ground, minutes, eventsPerSecond))
    return {
      browser: [
        {
          what: `tab after ${minutes} min of ${eventsPerSecond} events/s`,
          ...below(memory.tabBytes, 250 * 2 ** 20, mebibytes),
          detail: `at first ${mebibytes(memory.startTabBytes)}; JavaScript ${mebibytes(memory.startHeapBytes)} → ${mebibytes(memory.heapBytes)}, ${memory.nodes} nodes`,
        },
      ],
      server: [
        {
          what: `memory after ${minutes} min of ${eventsPerSecond} events/s`,
          measured: mebibytes(memory.serverBytes),
          detail: 'with one console open',
        },
        {
          what: `processor at ${eventsPerSecond} events/s`,
          measured: percent(memory.serverCpuPercent),
          detail: 'of one core',
        },
      ],
    }
  },
}

const startLines = ({ firstAnswerMs, allHealthyMs, answersMs, pagesMs }: Start): Line[] => [
  { what: 'from start to the first answer', measured: seconds(firstAnswerMs) },
  { what: 'from start to all hosts healthy', measured: seconds(allHealthyMs) },
  {
    what: 'API answers meanwhile, 95 %',
    ...below(percentile(answersMs, 0.95), 300, ms),
    detail: `${answersMs.length}; ${spread(answersMs)}`,
  },
  {
    what: 'login page meanwhile, 95 %',
    ...below(percentile(pagesMs, 0.95), 300, ms),
    detail: `first ${ms(pagesMs[0] ?? Number.NaN)}; ${spread(pagesMs)}`,
  },
]

async function rest(pid: number): Promise<Line[]> {
  const joinedBytes = residentBytes(pid)
  await step('settling', () => new Promise((resolve) => setTimeout(resolve, settleMs)))
  const idle = await step('server at rest', () => cpuPercent(pid, idleMs))
  return [
    { what: 'memory once all are healthy', measured: mebibytes(joinedBytes) },
    { what: 'memory idle', measured: mebibytes(residentBytes(pid)) },
    { what: 'processor idle', measured: percent(idle), detail: `of one core, over ${idleMs / 1000} s` },
  ]
}

function readOptions(flags: string[]) {
  const { values } = parseArgs({
    args: flags,
    options: {
      minutes: { type: 'string' },
      hosts: { type: 'string' },
      containers: { type: 'string' },
      only: { type: 'string' },
    },
  })
  const number = (text: string | undefined, fallback: number) => {
    const value = text === undefined ? fallback : Number(text)
    if (!(value > 0)) throw new Error(`${text} is not a number above 0`)
    return value
  }
  const all = [...Object.keys(parts), 'board']
  const only = values.only?.split(',') ?? all
  const unknown = only.filter((name) => !all.includes(name))
  if (unknown.length > 0) throw new Error(`--only knows ${all.join(', ')}, not ${unknown.join(', ')}`)
  return {
    minutes: number(values.minutes, 10),
    hosts: number(values.hosts, 1_000),
    containersPerHost: number(values.containers, 30),
    only,
    isWhole: values.only === undefined,
  }
}

type Options = ReturnType<typeof readOptions>

async function runConsole({ minutes, only, isWhole, ...size }: Options): Promise<Table[]> {
  const ground = await step('farm and server, until all hosts are healthy', () => openGround(size))
  try {
    const browser: Line[] = []
    const server = startLines(ground.start)
    if (isWhole) server.push(...(await rest(ground.server.pid() ?? 0)))
    const visitor = await step('browser and sign-in', () => openVisitor(ground.server.url))
    try {
      for (const [name, part] of Object.entries(parts)) {
        if (!only.includes(name)) continue
        const measured = await part(visitor, ground, minutes)
        browser.push(...(measured.browser ?? []))
        server.push(...(measured.server ?? []))
      }
    } finally {
      await visitor.close()
    }
    const containers = (size.hosts * size.containersPerHost).toLocaleString('en')
    const sizeText = `${size.hosts.toLocaleString('en')} hosts, ${containers} containers`
    return [table(`Console in the browser: ${sizeText}`, browser), table(`Server over the farm: ${sizeText}`, server)]
  } finally {
    await ground.end()
  }
}

export async function run(flags: string[] = []): Promise<Table[]> {
  const options = readOptions(flags)
  const tables = options.only.some((name) => name !== 'board') ? await runConsole(options) : []
  return options.only.includes('board') ? [...tables, ...(await runBoard())] : tables
}
