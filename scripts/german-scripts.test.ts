// The German of a script as the build cuts it, and how the script waits for it in a browser that loads what it is told.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import vm from 'node:vm'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { addGermanScripts, afterGerman } from './german-scripts'
import { englishAlone, germanAlone, germanKeys } from './one-language.cjs'

const texts = path.resolve(import.meta.dirname, '../lib/texts')
const paletteFile = path.join(texts, 'palette.ts')
const palette = await readFile(paletteFile, 'utf8')
const built = (rest: string) =>
  `(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push(["object"==typeof document?document.currentScript:void 0,${rest}]);`

afterEach(() => {
  vi.useRealTimers()
})

describe('a catalogue in the browser', () => {
  it('has its English, and where its German is', () => {
    const english = englishAlone(paletteFile, palette)
    expect(english).toMatch(/get de\(\) \{ return lotseGerman\.paletteTexts_[\da-f]{8} \?\? this\.en \}/)
    expect(english).toContain('Go to or do')
    expect(english).not.toContain('Öffnen oder ausführen')
    expect(germanAlone(paletteFile, palette)).toContain('Öffnen oder ausführen')
    expect(germanAlone(paletteFile, palette)).not.toContain('Go to or do')
  })

  it('is English where its German has not come', () => {
    const english = englishAlone(
      'any.ts',
      `import { catalogue } from './catalogue'\nexport const any = catalogue({ en: { a: 'Yes' }, de: { a: 'Ja' } })`,
    )
    const key = /lotseGerman\.(\w+)/.exec(english)?.[1] ?? ''
    const read = (lotseGerman: object) =>
      vm.runInNewContext(`${english.replace(/^import.*\nexport /, '')}; any.de.a`, {
        lotseGerman,
        catalogue: (texts: unknown) => texts,
      })
    expect(read({ [key]: { a: 'Ja' } })).toBe('Ja')
    expect(read({})).toBe('Yes')
  })

  it('has another place for other words, so that no browser keeps a script whose German has changed', () => {
    const [before] = germanKeys(paletteFile, palette)
    const [after] = germanKeys(paletteFile, palette.replace('Öffnen oder ausführen', 'Öffnen und ausführen'))
    expect(before?.name).toBe(after?.name)
    expect(before?.key).not.toBe(after?.key)
  })
})

describe('the German of a script', () => {
  const folders: string[] = []
  const folder = async () => {
    const made = await mkdtemp(path.join(tmpdir(), 'lotse-german-'))
    folders.push(made)
    return made
  }
  afterEach(() => Promise.all(folders.splice(0).map((each) => rm(each, { recursive: true, force: true }))))

  const source = (one: string, two: string) =>
    `import { catalogue } from './catalogue'\nexport const ${one} = catalogue({ en: { a: 'Yes' }, de: { a: 'Ja, ${one}' } })\n` +
    `export const ${two} = catalogue({ en: { a: 'No' }, de: { a: 'Nein, ${two}' } })\n`

  it('is what the script has of catalogues, and nothing else', async () => {
    const [own, scripts] = [await folder(), await folder()]
    await writeFile(path.join(own, 'catalogue.ts'), 'export const catalogue = (texts) => texts')
    await writeFile(path.join(own, 'one.ts'), source('first', 'second'))
    const keys = germanKeys(path.join(own, 'one.ts'), source('first', 'second')).map(({ key }) => key)
    await writeFile(path.join(scripts, 'page.js'), built(`1,()=>lotseGerman.${keys[0]}`))
    await writeFile(path.join(scripts, 'pane.js'), built(`2,()=>lotseGerman.${keys[1]}`))
    await writeFile(path.join(scripts, 'plain.js'), built('3,()=>0'))
    await addGermanScripts(own, scripts, '/at/')
    const german = await readFile(path.join(scripts, 'page.de.js'), 'utf8')
    expect(german).toContain('Ja, first')
    expect(german).not.toContain('Nein')
    const known: Record<string, unknown> = {}
    vm.runInNewContext(german, { globalThis: known })
    expect(known).toEqual({ lotseGerman: { [`${keys[0]}`]: { a: 'Ja, first' } } })
    expect(await readFile(path.join(scripts, 'page.js'), 'utf8')).toContain('"/at/page.de.js"')
    expect(await readFile(path.join(scripts, 'plain.js'), 'utf8')).toBe(built('3,()=>0'))
  })

  it('is missed when no script names a catalogue, or a script names one that is not there', async () => {
    const [own, scripts] = [await folder(), await folder()]
    await writeFile(path.join(own, 'one.ts'), source('first', 'second'))
    await expect(addGermanScripts(own, scripts, '/')).rejects.toThrow(/No script of the build names .*first_/)
    await writeFile(path.join(scripts, 'page.js'), built('1,()=>lotseGerman.gone_12345678'))
    await expect(addGermanScripts(own, scripts, '/')).rejects.toThrow(/no catalogue has: gone_12345678/)
  })
})

describe('a script with German beside it', () => {
  const run = async (lang: string) => {
    const asked: { src: string; onload: () => void; onerror: () => void; remove: () => void }[] = []
    const scope: Record<string, unknown> = {
      setTimeout,
      document: {
        documentElement: { lang },
        currentScript: {},
        createElement: () => ({ remove: () => {} }),
        head: { append: (script: (typeof asked)[number]) => asked.push(script) },
      },
    }
    vm.runInNewContext(await afterGerman(built('1,()=>0'), '/page.de.js'), scope)
    return { asked, scope, known: () => (scope.TURBOPACK as unknown[] | undefined)?.length ?? 0 }
  }

  it.each(['en', '', 'fr'])('begins at once in a document of the language "%s", and finds no German', async (lang) => {
    const { asked, known, scope } = await run(lang)
    expect([known(), asked, scope.lotseGerman]).toEqual([1, [], {}])
  })

  it('keeps the German that is there', async () => {
    const scope = { lotseGerman: { a: {} } }
    vm.runInNewContext(await afterGerman(built('1,()=>0'), '/page.de.js'), scope)
    expect(scope.lotseGerman).toEqual({ a: {} })
  })

  it('is in a document that no browser translates by itself, language and all', async () => {
    const layout = await readFile(path.resolve(import.meta.dirname, '../app/layout.tsx'), 'utf8')
    expect(layout).toMatch(/<html [^>]*translate="no"/)
  })

  it('begins in a German document once its German is there', async () => {
    const { asked, known } = await run('de')
    expect([known(), asked.map(({ src }) => src)]).toEqual([0, ['/page.de.js']])
    asked[0]?.onload()
    expect(known()).toBe(1)
  })

  it('asks again for German that does not come', async () => {
    vi.useFakeTimers()
    const { asked, known } = await run('de')
    asked[0]?.onerror()
    await vi.advanceTimersByTimeAsync(2_000)
    expect([known(), asked.length]).toEqual([0, 2])
    asked[1]?.onload()
    expect(known()).toBe(1)
  })

  it('begins in English after five tries', async () => {
    vi.useFakeTimers()
    const { asked, known } = await run('de')
    for (let tries = 1; tries <= 5; tries += 1) {
      expect([known(), asked.length]).toEqual([0, tries])
      asked.at(-1)?.onerror()
      await vi.advanceTimersByTimeAsync(2_000)
    }
    expect([known(), asked.length]).toEqual([1, 5])
  })

  it('is not built in a form that nobody foresaw', async () => {
    await expect(afterGerman('self.other.push([1])', '/page.de.js')).rejects.toThrow(/another way/)
  })
})
