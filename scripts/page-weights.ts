// What a first visit of each page loads of scripts, compressed as the server gives them out: read from what the build says of
// its pages. Ends with 1 when a page passes the limit, so that a heavy import is seen in the change that brings it.
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const limitBytes = 200_000
/** What HTTP adds to a file: the head of an answer of server/http/built-files. */
const headBytes = 400

const dist = path.resolve(import.meta.dirname, '../.next')
const readJson = (name: string): unknown => JSON.parse(readFileSync(path.join(dist, name), 'utf8'))

type Manifest = { entryJSFiles: Record<string, string[]> }
const manifests = globalThis as unknown as { __RSC_MANIFEST?: Record<string, Manifest> }

const { rootMainFiles } = readJson('build-manifest.json') as { rootMainFiles: string[] }
const routes = Object.entries(readJson('app-path-routes-manifest.json') as Record<string, string>)

/** Those of the framework, of the frame and of the page itself, and of what stands in for it when it fails. */
async function scriptsOf(page: string): Promise<Set<string>> {
  await import(pathToFileURL(path.join(dist, `server/app${page}_client-reference-manifest.js`)).href)
  const { entryJSFiles = {} } = manifests.__RSC_MANIFEST?.[page] ?? {}
  return new Set([...rootMainFiles, ...Object.values(entryJSFiles).flat()])
}

const weightOf = (scripts: ReadonlySet<string>) =>
  [...scripts].reduce((sum, name) => sum + statSync(path.join(dist, `${name}.br`)).size + headBytes, 0)

const pages = routes.filter(([page]) => existsSync(path.join(dist, `server/app${page}_client-reference-manifest.js`)))
const weights = await Promise.all(
  pages.map(async ([page, route]) => {
    const scripts = await scriptsOf(page)
    return { route, files: scripts.size, bytes: weightOf(scripts) }
  }),
)
weights.sort((a, b) => b.bytes - a.bytes)
for (const { route, files, bytes } of weights)
  console.log(`${(bytes / 1000).toFixed(1).padStart(6)} kB in ${String(files).padStart(2)} files  ${route}`)

// A build that says it otherwise would have no page heavier than the framework.
const framework = weightOf(new Set(rootMainFiles))
const isRead = weights.filter(({ bytes }) => bytes > framework).length > routes.length / 2
const heavy = weights.filter(({ bytes }) => bytes > limitBytes)
if (!isRead) console.error('The scripts of the pages could not be read from the build.')
for (const { route } of heavy) console.error(`${route} brings more than ${limitBytes / 1000} kB of JavaScript.`)
process.exit(isRead && heavy.length === 0 ? 0 : 1)
