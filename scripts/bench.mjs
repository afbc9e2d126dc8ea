// `npm run bench [-- NAME…]`: the benchmarks of bench/, each printing a table of figures measured in this run.
import { ensureDependencies, root, run } from './setup.mjs'

ensureDependencies()
process.exit(await run(`${root}/node_modules/.bin/tsx`, ['bench/run.ts', ...process.argv.slice(2)]))
