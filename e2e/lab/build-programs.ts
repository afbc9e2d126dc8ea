// Before any test on real engines: what these tests start as programs of their own is what the sources say now, and not what was
// built some time ago. The pages are not part of it.
import { readFile, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { bundle } from '@/scripts/bundle'

const there = (file: string) => readFile(file).catch(() => null)

/** What is as it was is not written again: journeys may start it at this moment. */
async function build(entry: string, outfile: string): Promise<void> {
  const { outputFiles = [] } = await bundle(entry, outfile, { write: false })
  for (const { path: file, contents } of outputFiles)
    if (!(await there(file))?.equals(contents)) await writeFile(file, contents)
}

export default async function setup(): Promise<void> {
  await build('server/command/program.ts', 'dist/command.js')
  const file = path.resolve(import.meta.dirname, '../../dist/server.js')
  // Its time says how old the pages are, too.
  const built = await stat(file).then(
    ({ mtime }) => mtime,
    () => new Date(0),
  )
  await build('server/main.ts', 'dist/server.js')
  await utimes(file, built, built)
}
