import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withLock } from './lock'

const run = promisify(execFile)
let directory: string
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'lotse-lock-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const script = `
const { keepOneOf } = await import(${JSON.stringify(path.join(import.meta.dirname, 'lock.ts'))})
await keepOneOf(JSON.parse(process.env.LOCKS))
console.log('kept')
`
const keeping = (locks: string[]) =>
  run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    env: { ...process.env, LOCKS: JSON.stringify(locks) },
  })

it('keeps whichever lock is free first, and no other, until its process ends', async () => {
  const locks = ['one', 'two'].map((name) => path.join(directory, name)) as [string, string]
  let free = () => {}
  const held = withLock(locks[0], () => new Promise<void>((resolve) => (free = resolve)))
  expect((await keeping(locks)).stdout).toBe('kept\n')
  const waiting = keeping([locks[0]])
  await withLock(locks[1], async () => {
    const both = keeping(locks)
    free()
    await held
    expect((await both).stdout).toBe('kept\n')
  })
  expect((await waiting).stdout).toBe('kept\n')
  for (const lock of locks) await withLock(lock, async () => {})
})
