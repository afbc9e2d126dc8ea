import { expect, it } from 'vitest'
import { containerDetailTexts } from '@/lib/texts/container-detail'
import { exitMeaning } from './exit-words'

it('exit codes are told in words', () => {
  const { exits } = containerDetailTexts.en
  expect([0, 1, 127, 137, 139, 143, 129, 255].map((code) => exitMeaning(code, false, exits))).toEqual([
    exits.well,
    exits.error,
    exits.notFound,
    exits.killed,
    exits.crashed,
    exits.asked,
    exits.signal(1),
    exits.error,
  ])
  expect(exitMeaning(137, true, exits)).toBe(exits.memory)
})
