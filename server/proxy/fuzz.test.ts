// A short form of `npm run fuzz`, with a seed of its own so that it always tries the same.
import { expect, it } from 'vitest'
import { chanceOf } from '@/server/testing/fuzz/chance'
import { fuzzEndpoint } from '@/server/testing/fuzz/fuzz-endpoint'
import { fuzzParser } from '@/server/testing/fuzz/parsers'

it('reads anything without falling over', () => {
  const chance = chanceOf(1)
  for (let at = 0; at < 8_000; at += 1) expect(fuzzParser(chance)).toBeNull()
})

it('stands between clients that send anything and engines that answer anything', async () => {
  expect(await fuzzEndpoint(1, 400, () => undefined)).toBeNull()
}, 120_000)
