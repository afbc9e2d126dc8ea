// What holds for every file of tests on real engines, each of which has labs of its own: it waits for one of the lanes that
// `npm test` gives out, says how its engines stood when a test fails, and then skips the rest, which builds on what failed.
import { beforeEach } from 'vitest'
import { listLabs } from '@/e2e/lab/state'
import { keepOneOf } from './lock'
import { reportOf, startedLabs } from './started-labs'

const lanes = process.env.LOTSE_LAB_LANES?.split(':')
if (lanes) await keepOneOf(lanes)

let hasFailed = false
beforeEach(({ onTestFailed, skip }) => {
  if (hasFailed) skip('an earlier test of this file failed')
  onTestFailed(async () => {
    hasFailed = true
    const there = await listLabs()
    for (const lab of startedLabs) {
      if (there.includes(lab.name)) console.error(await reportOf(lab).catch((error: Error) => error.message))
    }
  })
})
