// `npm run fuzz [-- --cases N --seed S]`: generated input for the Docker API, most of it for its readers, a part through real
// connections with broken engines behind. What is found comes again with its seed.
import { parseArgs } from 'node:util'
import { chanceOf } from '@/server/testing/fuzz/chance'
import { fuzzEndpoint } from '@/server/testing/fuzz/fuzz-endpoint'
import { fuzzParser } from '@/server/testing/fuzz/parsers'

const { values } = parseArgs({ options: { cases: { type: 'string' }, seed: { type: 'string' } } })
const cases = Number(values.cases ?? 100_000)
const seed = Number(values.seed ?? Date.now() % 2 ** 31)
const throughSockets = Math.ceil(cases / 4)
const say = (line: string) => process.stdout.write(`${line}\n`)

say(`seed ${seed}: ${cases - throughSockets} cases for the readers, ${throughSockets} through the endpoint`)
const chance = chanceOf(seed)
let found = null
for (let at = 0; at < cases - throughSockets && found === null; at += 1) found = fuzzParser(chance)
const began = performance.now()
found ??= await fuzzEndpoint(seed, throughSockets, (done) => {
  const perSecond = Math.round(done / ((performance.now() - began) / 1000))
  if (done % 5_000 === 0) say(`${done} of ${throughSockets}, ${perSecond} a second`)
})
if (found === null) say(`nothing found; ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB in use`)
else say(`found with seed ${seed}: ${found.what}\ngiven: ${found.given.slice(0, 2_000)}`)
process.exit(found === null ? 0 : 1)
