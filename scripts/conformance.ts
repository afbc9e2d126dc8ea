// `npm run conformance -- scheduler FILE.jsonl[.gz]` and `npm run conformance -- compose DIR`: compares with recorded
// answers of the systems this one stands in for, and prints how many cases differ.
import { messageOf } from '@/server/errors'

type Run = (args: string[]) => Promise<{ cases: number; differing: number }>

const suites: Record<string, () => Promise<Run>> = {
  scheduler: async () => (await import('./conformance/scheduler')).run,
  compose: async () => (await import('./conformance/compose')).run,
}

async function main([name = '', ...args]: string[]) {
  const load = Object.hasOwn(suites, name) ? suites[name] : undefined
  if (!load) throw new Error(`Which suite? One of: ${Object.keys(suites).join(', ')}`)
  const run = await load()
  const { cases, differing } = await run(args)
  console.log(`${cases} cases, ${differing} differ`)
  process.exitCode = differing > 0 ? 1 : 0
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(messageOf(error))
  process.exitCode = 2
})
