// German for the browser, cut along the scripts that the build has made: what a script has of English catalogues lies in German
// in a file beside it, and in a German document the script begins once that file is there. So no part of a page, however late
// it is loaded, can be drawn without its German, nothing has to name what it needs, and who reads English loads none of it.
import { readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build, type Plugin, transform } from 'esbuild'
import { germanAlone, germanKeys } from './one-language.cjs'

type Place = { file: string; name: string }

/** `static/chunks/NAME.js` → `static/chunks/NAME.de.js` */
export const germanBeside = (script: string) => script.replace(/\.js$/, '.de.js')

/** Where each key of `lotseGerman` has its words. */
async function placesOf(texts: string): Promise<Map<string, Place>> {
  const files = readdirSync(texts).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const places = await Promise.all(
    files.map(async (each) => {
      const file = path.join(texts, each)
      return germanKeys(file, await readFile(file, 'utf8')).map(({ key, name }) => [key, { file, name }] as const)
    }),
  )
  return new Map(places.flat())
}

const inGerman: Plugin = {
  name: 'in German',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => ({
      contents: germanAlone(file, await readFile(file, 'utf8')),
      loader: 'ts',
    })),
}

/** One script that makes the words of these keys known. */
export async function germanScript(keys: readonly string[], places: ReadonlyMap<string, Place>): Promise<string> {
  const imports = keys.map((key, index) => {
    const place = places.get(key)
    if (place === undefined) throw new Error(`The build names German that no catalogue has: ${key}`)
    return `import { ${place.name} as c${index} } from ${JSON.stringify(place.file)}`
  })
  const entries = keys.map((key, index) => `${key}: c${index}.de`)
  const { outputFiles } = await build({
    stdin: {
      contents: `${imports.join('\n')}\nObject.assign(globalThis.lotseGerman ??= {}, { ${entries.join(', ')} })`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'warning',
    plugins: [inGerman],
  })
  return outputFiles.map(({ text }) => text).join('')
}

/**
 * What a script does instead of making itself known at once. German that does not come is asked for a few times more: a page is
 * not lost because the server was away for a moment, nor because this file never comes; then its words are English.
 */
const gate = `(script, german) => {
  globalThis.lotseGerman ||= {}
  let tries = 5
  const begin = () => (globalThis.TURBOPACK ||= []).push(script)
  const load = () => {
    const words = document.createElement('script')
    words.src = german
    words.onload = begin
    words.onerror = () => {
      words.remove()
      if (--tries > 0) setTimeout(load, 2000)
      else begin()
    }
    document.head.append(words)
  }
  globalThis.document?.documentElement.lang === 'de' ? load() : begin()
}`

const registration = /^\(globalThis\.TURBOPACK\|\|\(globalThis\.TURBOPACK=\[\]\)\)\.push\(/

/** The script, behind its German at `address`. */
export async function afterGerman(script: string, address: string): Promise<string> {
  const { code } = await transform(`export default ${gate}`, { minify: true, target: 'es2022' })
  const asExpression = code.replace(/^export default\s*|;\s*$/g, '')
  const gated = script.replace(registration, () => `(${asExpression})(`)
  const end = gated.lastIndexOf(')')
  if (gated === script || end < 0) throw new Error('The build makes its scripts known in another way than before.')
  return `${gated.slice(0, end)},${JSON.stringify(address)}${gated.slice(end)}`
}

/** `folder`: the scripts, which browsers find at `address`. */
export async function addGermanScripts(texts: string, folder: string, address: string): Promise<void> {
  const places = await placesOf(texts)
  const found = new Set<string>()
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.js'))) {
    const file = path.join(folder, name)
    const script = await readFile(file, 'utf8')
    const keys = [...new Set([...script.matchAll(/\blotseGerman\.(\w+)/g)].map(([, key]) => key ?? ''))].sort()
    if (keys.length === 0) continue
    for (const key of keys) found.add(key)
    await writeFile(path.join(folder, germanBeside(name)), await germanScript(keys, places))
    await writeFile(file, await afterGerman(script, `${address}${germanBeside(name)}`))
  }
  const missing = [...places.keys()].filter((key) => !found.has(key))
  if (missing.length > 0) throw new Error(`No script of the build names this German: ${missing.join(', ')}`)
}
