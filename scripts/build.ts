// `npm run build`: the console's pages by Next to .next/, with their German, compressed for the browser, and the server as one
// file to dist/server.js.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import { bundle } from './bundle'
import { addGermanScripts } from './german-scripts'

const compress = promisify(brotliCompress)
const root = path.resolve(import.meta.dirname, '..')

// What was kept of an earlier build does not know that our own loader has changed since.
rmSync(path.join(root, '.next/cache'), { recursive: true, force: true })

const pages = spawn(process.execPath, [path.join(root, 'node_modules/next/dist/bin/next'), 'build'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
})
const [code] = await once(pages, 'exit')
if (code !== 0) {
  console.error('The pages could not be built; Next says why above.')
  process.exit(1)
}

await addGermanScripts(path.join(root, 'lib/texts'), path.join(root, '.next/static/chunks'), '/_next/static/chunks/')

// Once here instead of at each request; the server gives them out as they are.
const folder = path.join(root, '.next/static')
const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|css)$/.test(name))
await Promise.all(
  scripts.map(async (name) => {
    const file = path.join(folder, name)
    await writeFile(`${file}.br`, await compress(await readFile(file)))
  }),
)

await bundle('server/command/program.ts', 'dist/command.js')
// Last, because its time of change says that the whole build is done.
await bundle('server/main.ts', 'dist/server.js')
