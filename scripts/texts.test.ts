// Nothing that people read may slip past the catalogue: no words in the markup of components, and German that says what
// English says, in words of its own.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'
import { actsDone } from '@/lib/texts/acts-done'
import { actsToDo } from '@/lib/texts/acts-to-do'

const root = path.resolve(import.meta.dirname, '..')

/** Attributes and properties that people read. */
const readNames = new Set(
  'alt aria-description aria-label aria-valuetext confirmLabel disabledReason hint label message placeholder remark text title titleText what words'.split(
    ' ',
  ),
)
/** Names and keys that are the same in every language. */
const sameEverywhere = new Set(['Lotse', 'Ctrl', 'Esc', 'Enter', 'Shift', 'Space', 'Deutsch', 'English', 'lotse'])
/** What is shown as code is no prose. */
const codeElements = new Set(['code', 'kbd', 'pre'])

/** An example of what to type: an address, an expression, a reference. */
const isExample = (text: string) => /\w[=:@]|^[-/]/.test(text) && !/[,.;:]\s/.test(text)

const isWords = (text: string): boolean =>
  /\p{L}{2}/u.test(text) && !sameEverywhere.has(text.trim()) && !isExample(text.trim())

type Node = { type: string; start: number; [key: string]: unknown }
const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string'
const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode)
const nameOf = (node: unknown): string => {
  const { name, value, namespace } = (node ?? {}) as Record<string, unknown>
  return isNode(namespace) ? `${nameOf(namespace)}:${nameOf(name)}` : isNode(name) ? nameOf(name) : `${name ?? value}`
}

/** Literals that become the value of an expression: the arms of a choice, not what it tests or passes on. */
function literalsOf(node: unknown): string[] {
  if (!isNode(node)) return []
  const both = (...parts: unknown[]) => parts.flatMap(literalsOf)
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : []
    case 'TemplateLiteral':
      return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked)
    case 'JSXExpressionContainer':
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
      return literalsOf(node.expression)
    case 'ConditionalExpression':
      return both(node.consequent, node.alternate)
    case 'BinaryExpression':
      return node.operator === '+' ? both(node.left, node.right) : []
    case 'LogicalExpression':
      return node.operator === '&&' ? literalsOf(node.right) : both(node.left, node.right)
    default:
      return []
  }
}

function wordsIn(file: string, content: string): string[] {
  const { program, errors } = parseSync(file, content, { lang: 'tsx' })
  expect(errors, file).toEqual([])
  const found: string[] = []
  const note = (node: Node, texts: string[]) => {
    for (const text of texts.filter(isWords)) {
      const line = content.slice(0, node.start).split('\n').length
      found.push(`${file}:${line} ${text.trim().replaceAll(/\s+/g, ' ').slice(0, 60)}`)
    }
  }
  const walk = (node: Node, inCode: boolean): void => {
    const isCode =
      inCode || (node.type === 'JSXElement' && codeElements.has(nameOf((node.openingElement as Node).name)))
    if (node.type === 'JSXText' && !isCode) note(node, [String(node.value)])
    if (node.type === 'JSXAttribute' && readNames.has(nameOf(node.name))) note(node, literalsOf(node.value))
    if (node.type === 'Property' && readNames.has(nameOf(node.key))) note(node, literalsOf(node.value))
    for (const child of childrenOf(node)) {
      const isContent = node.type === 'JSXElement' || node.type === 'JSXFragment'
      if (isContent && child.type === 'JSXExpressionContainer' && !isCode) note(child, literalsOf(child))
      walk(child, isCode)
    }
  }
  walk(program as unknown as Node, false)
  return found
}

const filesUnder = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => `${folder}/${name}`)

const words = [...filesUnder('components'), ...filesUnder('app')].map((file) => ({
  file,
  found: wordsIn(file, readFileSync(path.join(root, file), 'utf8')),
}))

describe('words in components', () => {
  it('come from the catalogue', () => {
    expect(words.flatMap(({ found }) => found)).toEqual([])
  })

  it('are found wherever they stand', () => {
    const example = `const a = { label: 'Save it' }
      export const B = ({ on }: { on: boolean }) => (
        <p title={on ? 'Is on' : undefined} className="not read">Some words <code>not these</code> {on && 'and more'} {t.done}</p>
      )`
    expect(wordsIn('b.tsx', example)).toEqual([
      'b.tsx:1 Save it',
      'b.tsx:3 Is on',
      'b.tsx:3 Some words',
      'b.tsx:3 and more',
    ])
  })
})

type Texts = { [name: string]: unknown }
type Pair = { place: string; en: string; de: string }

/** A value for any part of a text: a number that also reads as a word. */
const anyPart = 3

/** Every text with its German side. A text with parts is tried with some, so that its words can be compared. */
function pairsOf(place: string, en: Texts, de: Texts): Pair[] {
  return Object.entries(en).flatMap(([name, text]) => {
    const other = de[name]
    const at = `${place}.${name}`
    if (typeof text === 'string') return [{ place: at, en: text, de: String(other) }]
    if (typeof text === 'function' && typeof other === 'function') {
      const parts = Array.from({ length: 8 }, () => anyPart)
      return [{ place: at, en: String(text(...parts)), de: String(other(...parts)) }]
    }
    return pairsOf(at, text as Texts, (other ?? {}) as Texts)
  })
}

const notCatalogues = new Set(['catalogue.ts', 'language.ts'])
const catalogues = await Promise.all(
  readdirSync(path.join(root, 'lib/texts'))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !notCatalogues.has(name))
    .map(async (name) => ({ name, exported: (await import(path.join(root, 'lib/texts', name))) as Texts })),
)
const pairs = catalogues.flatMap(({ name, exported }) =>
  Object.entries(exported).flatMap(([exportName, catalogue]) => {
    const sides = catalogue as { en?: Texts; de?: Texts }
    return sides.en && sides.de ? pairsOf(`${name} ${exportName}`, sides.en, sides.de) : []
  }),
)

/** Terms of the trade that German took over, names, units and signs. */
const germanToo = new Set(
  `Container Host Hosts Stack Stacks Image Images Volume Volumes Label Labels Overlay Logs Live Status Name Engine
  Gateway Manager Worker TCP SSH TLS API CPU Socket Discovery Cluster Services Service Revision Terminal Tag Digest
  Port Ports Healthcheck Compose Inspect Stats Index Start Stop Restart Pause Details Version Registry Swarm Kernel
  Digests Containers Build Token Tokens Secret Secrets Config Configs Shell Pull Filter System Limit Init Driver
  Memory Esc Template Text Plan Graph Registries Docker Hub Log`.split(/\s+/),
)
const marks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
const bare = (text: string) => text.replaceAll(/\{\w+\}|[\d\s\p{P}\p{S}]/gu, '')
const isTerm = (text: string) =>
  text
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1)
    .every((word) => germanToo.has(word.charAt(0).toUpperCase() + word.slice(1)) || germanToo.has(word))

describe('the catalogue', () => {
  it('names the same parts in both languages', () => {
    expect(pairs.filter(({ en, de }) => marks(en).join() !== marks(de).join())).toEqual([])
  })

  it('leaves no text empty that the other language has', () => {
    expect(pairs.filter(({ en, de }) => (en.trim() === '') !== (de.trim() === ''))).toEqual([])
  })

  it('leaves no English in the German', () => {
    expect(pairs.filter(({ en, de }) => en === de && bare(en).length > 1 && !isTerm(en))).toEqual([])
  })

  it('writes ellipses, dashes and quotation marks as printed text does', () => {
    expect(pairs.filter(({ en, de }) => /\.\.\.|--| - |"/.test(en + de)).map(({ place }) => place)).toEqual([])
  })
})

describe('what the server writes down', () => {
  it('has a sentence in Activity for each act', () => {
    const [done, todo] = [actsDone.de, actsToDo.de]
    const written = filesUnder('server').flatMap((file) =>
      [...readFileSync(path.join(root, file), 'utf8').matchAll(/\baction: '([a-z]+\.[a-z-]+)'/g)].map(([, act]) => act),
    )
    expect(written.length).toBeGreaterThan(20)
    const unsaid = [...new Set(written)].filter((act) => !(`${act}` in done) || !(`${act}` in todo))
    expect(unsaid).toEqual([])
  })
})
