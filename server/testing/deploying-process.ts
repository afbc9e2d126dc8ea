// A process of its own that deploys a file and says what it does, so that a test can kill it: LAB DATABASE NAME FILE.
import { readFileSync } from 'node:fs'
import { attachLab } from '@/e2e/lab/lab'
import { openLabStacks, requestOf } from './lab-stacks'

const [labName = '', database = '', name = '', file = ''] = process.argv.slice(2)
const open = await openLabStacks(await attachLab(labName), database)
open.stacks.subscribe((event) => {
  if (event.type !== 'deployment') return
  for (const { kind, target, state } of event.operations) process.stdout.write(`${kind} ${target} ${state}\n`)
})
const { id } = await open.stacks.deploy(name, requestOf(readFileSync(file, 'utf8')), 'test')
process.stdout.write(`accepted ${id}\n`)
