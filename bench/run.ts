// `npm run bench [-- NAME…]`: runs the named benchmarks (all without a name) one after the other and prints their tables.
// `npm run bench -- farm …` starts a farm of engines by hand instead.
// A benchmark is a file `NAME.bench.ts` here that exports `run(flags): Promise<Table[]>`; flags are what follows the names.
import { readdirSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { messageOf } from '@/server/errors'
import { runFarm } from './farm/command'
import { type Table, tableText } from './table'

const suffix = '.bench.ts'

async function main(args: string[]) {
  if (args[0] === 'farm') return runFarm(args.slice(1))
  const at = args.findIndex((arg) => arg.startsWith('--'))
  const asked = at < 0 ? args : args.slice(0, at)
  const flags = at < 0 ? [] : args.slice(at)
  const known = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort()
  const unknown = asked.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`No benchmark ${unknown.join(', ')}; there are: ${known.join(', ')}`)

  const [processor] = cpus()
  const memoryGiB = Math.round(totalmem() / 2 ** 30)
  console.log(`Node ${process.version}, ${cpus().length} × ${processor?.model ?? 'unknown CPU'}, ${memoryGiB} GiB`)
  for (const name of asked.length > 0 ? asked : known) {
    const { run } = (await import(`./${name}${suffix}`)) as { run(flags: string[]): Promise<Table[]> }
    for (const table of await run(flags)) console.log(`\n${tableText(table)}`)
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(messageOf(error))
  process.exitCode = 1
})
