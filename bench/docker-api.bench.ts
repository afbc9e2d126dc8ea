// The Docker API over a large cluster: processor seconds of the endpoint for a thousand operations, how many creates it does in a
// second with one client and with many, and what it takes at rest. The figures beside them are classic Swarm's, measured on such a
// machine. The farm and the clients share the machine with it, so what they take is printed too: it says who bounds the rate.
// `npm run bench -- docker-api --containers-per-host 100` is the larger of the two sizes, `--only idle,create` a part of it.
import { parseArgs } from 'node:util'
import { cpuPercent, cpuSeconds, residentBytes } from './console/ground'
import { type DockerGround, expectStatus, inTurns, openDockerGround } from './docker-api/ground'
import { step } from './step'
import type { Table } from './table'

/** Until connections that only the first looks needed are closed, and what they left is cleared away. */
const settleMs = 50_000
const idleMs = 40_000
const partNames = ['idle', 'list', 'info', 'inspect', 'create'] as const

type Row = Table['rows'][number]
type Part = (typeof partNames)[number]

const rounded = (value: number, digits: number) => Number(value.toFixed(digits))
const met = (value: number, limit: number | undefined, isLeast = false) =>
  limit === undefined ? '' : (isLeast ? value >= limit : value <= limit) ? 'yes' : 'NO'

function readOptions(flags: string[]) {
  const text = { type: 'string' as const }
  const { values } = parseArgs({
    args: flags,
    options: { hosts: text, containers: text, 'containers-per-host': text, only: text },
  })
  const number = (given: string | undefined, fallback: number) => {
    const value = Number(given ?? fallback)
    if (!(value > 0)) throw new Error(`${given} is not a number above 0`)
    return value
  }
  const only = values.only?.split(',') ?? partNames
  const unknown = only.filter((name) => !partNames.some((part) => part === name))
  if (unknown.length > 0) throw new Error(`--only knows ${partNames.join(', ')}, not ${unknown.join(', ')}`)
  return {
    hosts: number(values.hosts, 1_000),
    containersPerHost: number(values['containers-per-host'] ?? values.containers, 30),
    wants: (part: Part) => only.includes(part),
  }
}
type Options = ReturnType<typeof readOptions>

/** What the endpoint may take at the two sizes that targets are set for, and what classic Swarm takes there. */
const targetsOf = ({ hosts, containersPerHost }: Options) => {
  const size = `${hosts} × ${containersPerHost}`
  if (size === '1000 × 30')
    return { memoryMiB: 450, memorySwarm: '936', joinS: 5, joinSwarm: '8.3', idle: 3, idleSwarm: '6.3' }
  if (size === '1000 × 100') return { memoryMiB: 1_229, memorySwarm: '3,174' }
  return {}
}

async function operations({ client, pid, farmPid }: DockerGround, { wants, ...size }: Options): Promise<Row[]> {
  const list = JSON.parse(await expectStatus(client, 200, 'GET', '/containers/json?all=1')) as { Id: string }[]
  const isUsual = size.hosts === 1_000 && size.containersPerHost === 30
  const rows: Row[] = []
  const row = async (
    name: string,
    [swarm, limit, leastRate]: [swarm: string, limit: number, leastRate?: number],
    count: number,
    clients: number,
    act: (at: number) => Promise<unknown>,
  ) => {
    const spent = () => [pid, farmPid, process.pid].map(cpuSeconds)
    const before = spent()
    const seconds = await step(name, () => inTurns(count, clients, act))
    const [per1000 = 0, ...others] = spent().map((after, at) => ((after - (before[at] ?? 0)) / count) * 1000)
    const rate = count / seconds
    const target = `≤ ${limit}${leastRate === undefined ? '' : `, ≥ ${leastRate}/s`}`
    const verdict = met(per1000, limit) === 'NO' ? 'NO' : leastRate === undefined ? 'yes' : met(rate, leastRate, true)
    const taken = [per1000, ...others].map((each) => rounded(each, 2))
    rows.push([name, ...taken, rounded(rate, 1), ...(isUsual ? [swarm, target, verdict] : ['', '', ''])])
  }
  const create = (round: number) => async (at: number) => {
    const name = `bench-${round}-${at}`
    const body = { Image: 'redis:7', Cmd: ['redis-server'], HostConfig: {} }
    const made = await expectStatus(client, 201, 'POST', `/containers/create?name=${name}`, body)
    await expectStatus(client, 204, 'POST', `/containers/${(JSON.parse(made) as { Id: string }).Id}/start`)
  }
  const get = (path: string) => expectStatus(client, 200, 'GET', path)
  if (wants('list')) await row('list all containers', ['604', 100], 30, 1, () => get('/containers/json?all=1'))
  if (wants('info')) await row('info', ['37', 4], 200, 1, () => get('/info'))
  if (wants('inspect'))
    await row('inspect', ['4.2', 1], 1_000, 4, (at) => get(`/containers/${list[(at * 37) % list.length]?.Id}/json`))
  if (wants('create')) {
    const everywhere = () => expectStatus(client, 200, 'POST', '/images/create?fromImage=redis&tag=7')
    // What a pull takes is no part of what a create takes.
    await step('pulling the image on every host', everywhere)
    await row('create + start, 1 client', ['119', 12], 200, 1, create(1))
    await row('create + start, 8 clients', ['119', 12], 400, 8, create(8))
    await row('create + start, 32 clients', ['119', 12, 300], 1_600, 32, create(32))
  }
  return rows
}

export async function run(flags: string[] = []): Promise<Table[]> {
  const options = readOptions(flags)
  const { hosts, containersPerHost } = options
  const targets = targetsOf(options)
  const ground = await step('farm and endpoint, until all hosts are healthy', () =>
    openDockerGround(hosts, containersPerHost),
  )
  const rest: Row[] = []
  const resident = (what: string) => {
    const mebibytes = Math.round(residentBytes(ground.pid) / 2 ** 20)
    const { memoryMiB, memorySwarm = '' } = targets
    rest.push([
      what,
      mebibytes,
      memorySwarm,
      memoryMiB === undefined ? '' : `≤ ${memoryMiB}`,
      met(mebibytes, memoryMiB),
    ])
  }
  try {
    const joinS = rounded(ground.joinMs / 1000, 1)
    const { joinS: mostJoinS, joinSwarm = '', idle, idleSwarm = '' } = targets
    rest.push(['all hosts healthy, s', joinS, joinSwarm, mostJoinS ? `≤ ${mostJoinS}` : '', met(joinS, mostJoinS)])
    const [taken, ofFarm] = [ground.pid, ground.farmPid].map((pid) => rounded(cpuSeconds(pid), 1))
    rest.push(['processor until then, s', taken ?? 0, '', '', ''])
    rest.push(['processor of the farm until then, s', ofFarm ?? 0, '', '', ''])
    if (options.wants('idle')) {
      await step('settling', () => new Promise((resolve) => setTimeout(resolve, settleMs)))
      const percent = rounded(await step('at rest', () => cpuPercent(ground.pid, idleMs)), 2)
      rest.push(['at rest, % of a core', percent, idleSwarm, idle ? `≤ ${idle}` : '', met(percent, idle)])
    }
    resident('resident at rest, MiB')
    const rows = await operations(ground, options)
    resident('resident after all that, MiB')
    const what = ['classic Swarm', 'target', 'met']
    return [
      {
        title: `Docker API, ${hosts} hosts, ${containersPerHost} containers each`,
        columns: ['operation', 'CPU s / 1,000', 'farm', 'clients', 'a second', ...what],
        rows,
      },
      { title: 'The process of the endpoint', columns: ['what', 'value', ...what], rows: rest },
    ]
  } finally {
    await ground.end()
  }
}
