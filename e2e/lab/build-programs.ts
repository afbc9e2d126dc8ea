// Before any test on real engines: what these tests start as programs of their own is what the sources say now, and not what was
// built some time ago. The pages are not part of it.
import { stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import { bundle } from '@/scripts/bundle'

export default async function setup(): Promise<void> {
  await bundle('server/command/program.ts', 'dist/command.js')
  const file = path.resolve(import.meta.dirname, '../../dist/server.js')
  // Its time says how old the pages are, too.
  const built = await stat(file).then(
    ({ mtime }) => mtime,
    () => new Date(0),
  )
  await bundle('server/main.ts', 'dist/server.js')
  await utimes(file, built, built)
}
