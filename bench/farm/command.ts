// `npm run bench -- farm [--hosts 1000] [--containers 30] [--events 50] …`: a farm that stands until Ctrl-C, and the file
// that tells a Lotse where it is.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startControl } from './control'
import { startFarm } from './farm'

const usage = `npm run bench -- farm [options]
  --hosts N        engines (default 1000)
  --containers N   on each of them (default 30)
  --events N       events a second over the whole farm (default 0)
  --seed N         the same seed gives the same farm (default 1)
  --net N          addresses 127.N.0.1 and on (default 1); two farms at once need two
  --port N         of each engine (default 2375)
  --control PORT   of the control API on 127.0.0.1 (default 2370)
  --file PATH      the list of addresses (default .lotse/farm-hosts)`

const numbers = {
  hosts: [1_000, 1, 65_024],
  containers: [30, 0, 1_000],
  events: [0, 0, 20_000],
  seed: [1, 0, 2 ** 31],
  net: [1, 1, 254],
  port: [2375, 1, 65_535],
  control: [2370, 0, 65_535],
} as const
type NumberName = keyof typeof numbers

export async function runFarm(args: string[]): Promise<void> {
  const options = Object.fromEntries(
    [...Object.keys(numbers), 'file'].map((name) => [name, { type: 'string' as const }]),
  )
  const { values } = parseArgs({ args, options: { ...options, help: { type: 'boolean' } } })
  if (values.help) return console.log(usage)
  const given = values as Record<string, string | undefined>
  const number = (name: NumberName): number => {
    const [fallback, least, most] = numbers[name]
    const value = given[name] === undefined ? fallback : Number(given[name])
    if (!(value >= least && value <= most))
      throw new Error(`--${name} must be a number from ${least} to ${most}\n${usage}`)
    return value
  }
  const file = path.resolve(given.file ?? '.lotse/farm-hosts')
  const began = performance.now()
  const farm = await startFarm({
    hosts: number('hosts'),
    containersPerHost: number('containers'),
    eventsPerSecond: number('events'),
    seed: number('seed'),
    net: number('net'),
    port: number('port'),
  })
  const control = await startControl(farm, number('control'))
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${farm.hosts.map(farm.addressOf).join('\n')}\n`)
  const { hosts, containers, rssBytes } = farm.status()
  console.log(
    `${hosts} engines with ${containers} containers stand after ${Math.round(performance.now() - began)} ms in ${Math.round(rssBytes / 2 ** 20)} MiB.`,
  )
  console.log(`Lotse over it:  LOTSE_DISCOVERY=file://${file} npm start`)
  console.log(`Control:        curl ${control.url}/   (Ctrl-C ends the farm)`)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
  await control.close()
  await farm.close()
}
