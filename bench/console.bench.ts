// The console at full size in a real browser: 1,000 hosts with 30,000 containers on a farm, Debian's Chromium, the built
// server. `npm run bench -- console --minutes 1` shortens the ten minutes of events.
import { parseArgs } from 'node:util'
import { median, openVisitor, percentile } from './console/browser'
import { cpuPercent, openGround, residentBytes } from './console/ground'
import { keystrokes } from './console/keystrokes'
import { coldLoads, scriptWeights, warmNavigations } from './console/page-loads'
import { scrolling } from './console/scrolling'
import { tabMemory } from './console/tab-memory'
import type { Table } from './table'

const eventsPerSecond = 50
const settleMs = 20_000
const idleMs = 20_000
const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`
const spread = (values: number[]): string =>
  `median of ${values.length}, ${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)} ms`

type Line = { what: string; measured: string; target?: string; isMet?: boolean; detail?: string }
const row = ({ what, measured, target = '', isMet, detail = '' }: Line) => [
  what,
  measured,
  target,
  isMet === undefined ? '' : isMet ? 'yes' : 'NO',
  detail,
]
const columns = ['what', 'measured', 'target', 'met', 'how']
const below = (
  value: number,
  limit: number,
  text: (value: number) => string,
): Pick<Line, 'measured' | 'target' | 'isMet'> => ({
  measured: text(value),
  target: `< ${text(limit)}`,
  isMet: value < limit,
})
const ms = (value: number): string => `${value.toFixed(0)} ms`
const percent = (value: number): string => `${value.toFixed(2)} %`

function readOptions(flags: string[]) {
  const { values } = parseArgs({
    args: flags,
    options: { minutes: { type: 'string' }, hosts: { type: 'string' }, containers: { type: 'string' } },
  })
  const number = (text: string | undefined, fallback: number) => {
    const value = text === undefined ? fallback : Number(text)
    if (!(value > 0)) throw new Error(`${text} is not a number above 0`)
    return value
  }
  return {
    minutes: number(values.minutes, 10),
    hosts: number(values.hosts, 1_000),
    containersPerHost: number(values.containers, 30),
  }
}

export async function run(flags: string[] = []): Promise<Table[]> {
  const { minutes, ...size } = readOptions(flags)
  const ground = await openGround(size)
  try {
    const pid = ground.server.pid() ?? 0
    const joinedBytes = residentBytes(pid)
    await new Promise((resolve) => setTimeout(resolve, settleMs))
    const idle = await cpuPercent(pid, idleMs)
    const idleBytes = residentBytes(pid)
    const visitor = await openVisitor(ground.server.url)
    try {
      const { url } = ground.server
      const weights = await scriptWeights(visitor, url, ['/login', '/overview', '/containers'])
      const cold = await coldLoads(visitor, url)
      const warm = await warmNavigations(visitor, url)
      const keys = await keystrokes(visitor, ground)
      const scrolls = await scrolling(visitor, url)
      const memory = await tabMemory(visitor, ground, minutes, eventsPerSecond)
      const sizeText = `${size.hosts.toLocaleString('en')} hosts, ${(size.hosts * size.containersPerHost).toLocaleString('en')} containers`
      return [
        {
          title: `Console in the browser: ${sizeText}`,
          columns,
          rows: [
            row({ what: 'Containers usable, cold', ...below(median(cold), 2_000, ms), detail: spread(cold) }),
            row({ what: 'Containers usable, warm', ...below(median(warm), 1_000, ms), detail: spread(warm) }),
            row({ what: 'filter key answered, 95 %', ...below(percentile(keys, 0.95), 100, ms), detail: spread(keys) }),
            ...scrolls.map(({ speed, frames, dropped, droppedPercent, worstMs, blankPercent }) =>
              row({
                what: `frames dropped scrolling at ${speed} px/s`,
                ...below(droppedPercent, 1, percent),
                detail: `${dropped} of ${frames}, worst ${ms(worstMs)}, rows not yet drawn in ${percent(blankPercent)}`,
              }),
            ),
            row({
              what: `tab after ${minutes} min of ${eventsPerSecond} events/s`,
              ...below(memory.tabBytes, 250 * 2 ** 20, mebibytes),
              detail: `at first ${mebibytes(memory.startTabBytes)}; JavaScript ${mebibytes(memory.startHeapBytes)} → ${mebibytes(memory.heapBytes)}, ${memory.nodes} nodes`,
            }),
            ...weights.map(({ path, scriptBytes, scripts, laterBytes }) =>
              row({
                what: `JavaScript of ${path}`,
                measured: kilobytes(scriptBytes),
                target: '≤ 200 kB',
                isMet: scriptBytes <= 200_000,
                detail: `${scripts} files, compressed; ${kilobytes(laterBytes)} more when idle`,
              }),
            ),
          ],
        },
        {
          title: `Server over the farm: ${sizeText}`,
          columns,
          rows: [
            row({ what: 'from start to all hosts healthy', measured: `${(ground.allHealthyMs / 1000).toFixed(1)} s` }),
            row({ what: 'memory once all are healthy', measured: mebibytes(joinedBytes) }),
            row({ what: 'memory idle', measured: mebibytes(idleBytes) }),
            row({ what: 'processor idle', measured: percent(idle), detail: `of one core, over ${idleMs / 1000} s` }),
            row({
              what: `memory after ${minutes} min of ${eventsPerSecond} events/s`,
              measured: mebibytes(memory.serverBytes),
              detail: 'with one console open',
            }),
            row({
              what: `processor at ${eventsPerSecond} events/s`,
              measured: percent(memory.serverCpuPercent),
              detail: 'of one core',
            }),
          ],
        },
      ]
    } finally {
      await visitor.close()
    }
  } finally {
    await ground.end()
  }
}
