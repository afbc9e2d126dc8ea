// What a first visit of each page loads of scripts in each language, compressed as the server gives them out: read from what the
// build says of its pages. Ends with 1 when a page passes the limit, so that a heavy import is seen in the change that brings it.
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { germanBeside } from './german-scripts'

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

const inGerman = (scripts: ReadonlySet<string>) =>
  new Set(
    [...scripts].flatMap((name) => [name, germanBeside(name)]).filter((name) => existsSync(path.join(dist, name))),
  )

const weightOf = (scripts: ReadonlySet<string>) =>
  [...scripts].reduce((sum, name) => sum + statSync(path.join(dist, `${name}.br`)).size + headBytes, 0)

const pages = routes.filter(([page]) => existsSync(path.join(dist, `server/app${page}_client-reference-manifest.js`)))
const weights = await Promise.all(
  pages.map(async ([page, route]) => {
    const english = await scriptsOf(page)
    const german = inGerman(english)
    return { route, files: [english.size, german.size], en: weightOf(english), de: weightOf(german) }
  }),
)
weights.sort((a, b) => b.de - a.de)
const kB = (bytes: number) => (bytes / 1000).toFixed(1).padStart(6)
console.log('English  German  files')
for (const { route, files, en, de } of weights)
  console.log(`${kB(en)}  ${kB(de)} kB  ${files.map((count) => String(count).padStart(2)).join(' ')}  ${route}`)

// A build that says it otherwise would have no page heavier than the framework, or no German.
const framework = weightOf(new Set(rootMainFiles))
const isRead = weights.filter(({ en, de }) => de > en && en > framework).length > routes.length / 2
const heavy = weights.flatMap(({ route, en, de }) => [
  ...(en > limitBytes ? [`${route} in English`] : []),
  ...(de > limitBytes ? [`${route} in German`] : []),
])
if (!isRead) console.error('The scripts of the pages could not be read from the build.')
for (const page of heavy) console.error(`${page} brings more than ${limitBytes / 1000} kB of JavaScript.`)
process.exit(isRead && heavy.length === 0 ? 0 : 1)
