// Every text that a page ever shows, from its first paint on, and which of them are English that Lotse has German for: what a
// German document must never show, not even until its scripts have come.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type { Texts } from '@/lib/texts/catalogue'
import { readInGerman } from '@/lib/texts/sentences/german'

const folder = path.resolve(import.meta.dirname, '../../lib/texts')

const textsIn = (texts: Texts): string[] =>
  Object.values(texts).flatMap((text) =>
    typeof text === 'string' ? [text] : typeof text === 'function' ? [] : textsIn(text),
  )

/** What says something in English and nothing in German. */
async function englishOnly(): Promise<Set<string>> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const modules = await Promise.all(
    files.map(async (name) => Object.values((await import(path.join(folder, name))) as Record<string, unknown>)),
  )
  const sides = modules.flat().filter((each): each is { en: Texts; de: Texts } => Object(each).de !== undefined)
  const german = new Set(sides.flatMap(({ de }) => textsIn(de)))
  return new Set(sides.flatMap(({ en }) => textsIn(en)).filter((text) => /\p{L}{2}/u.test(text) && !german.has(text)))
}

/** An example that a field shows is no prose. */
const isExample = (text: string) => !/[\s\p{Lu}]/u.test(text)

/** To be called before the page is opened; gives back which English every document since then has shown. */
export async function watchForEnglish(page: Page): Promise<() => string[]> {
  const english = await englishOnly()
  const found = new Set<string>()
  await page.exposeFunction('tellWords', (text: string, isMarked: boolean) => {
    // What is marked as English are words of an engine, unless the German of the server's sentences says them otherwise.
    const german = readInGerman(text)?.map(({ words }) => words)
    const isOurs = isMarked ? (german?.join('') ?? text) !== text : english.has(text) && !isExample(text)
    if (isOurs) found.add(text)
  })
  await page.addInitScript(() => {
    const tell = (globalThis as unknown as { tellWords: (text: string, isMarked: boolean) => void }).tellWords
    const readNames = ['aria-label', 'aria-description', 'placeholder', 'title', 'alt']
    const told = new Set<string>()
    const note = (text: string | null | undefined, isMarked = false) => {
      const words = text?.trim()
      if (!words || told.has(words)) return
      told.add(words)
      tell(words, isMarked)
    }
    const read = (node: Node) => {
      if (node instanceof Text) {
        const around = node.parentElement
        if (!around?.closest('script, style, pre, code'))
          note(node.data, around?.closest('[lang=en]:not(html)') !== null)
      } else if (node instanceof Element) {
        for (const name of readNames) note(node.getAttribute(name))
        for (const child of node.childNodes) read(child)
      }
    }
    new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes) {
        if (type === 'childList') for (const node of addedNodes) read(node)
        else if (target instanceof Element) for (const name of readNames) note(target.getAttribute(name))
        else read(target)
      }
    }).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: readNames,
    })
  })
  return () => [...found]
}
