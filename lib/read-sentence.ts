// Reads an English sentence of the server back into the parts it was made of, and says it in another language. The text
// is what travels and what is stored, so nothing else has to; what no pattern knows came from an engine or a tool. Pure.
import type { Sentences } from './texts/sentences/sentences'

/** `isForeign`: words of an engine or a tool, in its language. */
export type Part = { words: string; isForeign: boolean }

type Hole = { name: string; kind: 'word' | 'listed' | 'words' | 'data' }
type Pattern = {
  matcher: RegExp
  /** Where a name has blanks after all. */
  looseMatcher: () => RegExp
  holes: Hole[]
  /** Pieces of the other language; every second one names a hole. */
  said: string[]
  /** How much of it is fixed: the pattern that fixes most knows best. */
  weight: number
  /** Its longest fixed words, a quick way to see that it cannot be meant. */
  core: string
  isCapital: boolean
}

/** What was read; null: no pattern knows any of it. */
type Reading = Part[] | null

const mark = /\{([+~*]?)(\w+)\}/
const longest = 2_000
/** Texts may be put together of so many pieces that reading them every way would keep the page waiting. */
const mostReadings = 250
/** A pattern that fixes less than this could be anybody's words: then all that fills it must be known. */
const telling = 9
/** A pattern that fixes this much is meant even where a name has blanks. */
const unmistakable = 16
/** What a word of the list tells, which is not written in the pattern. */
const listedWeight = 6
const anything = '([\\s\\S]+?)'
const remembered = 2_000
const kinds = { '+': 'words', '*': 'data', '~': 'listed', '': 'word' } as const

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
const stripped = (text: string) => text.replace(/\.$/, '')
const isUpper = (text: string) => /^\p{Lu}/u.test(text)
const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Sentences are said at the beginning of a line or after a colon, so the first letter counts for nothing. */
const anyCase = (text: string) => {
  const first = text.charAt(0)
  return /\p{L}/u.test(first)
    ? `[${first.toLowerCase()}${first.toUpperCase()}]${escaped(text.slice(1))}`
    : escaped(text)
}

function patternOf(english: string, other: string, listed: readonly string[]): Pattern {
  const pieces = stripped(english).split(/\{([+~*]?\w+)\}/)
  const fixed = pieces.filter((_, index) => index % 2 === 0)
  const holes = pieces
    .filter((_, index) => index % 2 === 1)
    .map((text): Hole => {
      const [, sign = '', name = ''] = mark.exec(`{${text}}`) ?? []
      return { name, kind: kinds[sign as keyof typeof kinds] }
    })
  const matcherOf = (word: string) => {
    const fillings = { word, listed: `(${listed.map(escaped).join('|')})`, words: anything, data: anything }
    const body = fixed.map((text, index) => {
      const hole = holes[index]
      return `${index === 0 ? anyCase(text) : escaped(text)}${hole === undefined ? '' : fillings[hole.kind]}`
    })
    return new RegExp(`^${body.join('')}$`)
  }
  let loose: RegExp | undefined
  return {
    matcher: matcherOf('(\\S+?)'),
    looseMatcher: () => {
      loose ??= matcherOf(anything)
      return loose
    },
    holes,
    said: stripped(other).split(/\{(\w+)\}/),
    weight: fixed.join('').length + listedWeight * holes.filter(({ kind }) => kind === 'listed').length,
    core: fixed.map((text, index) => (index === 0 ? text.slice(1) : text)).sort((a, b) => b.length - a.length)[0] ?? '',
    isCapital: isUpper(english),
  }
}

/** Numbers with their units, names, and lists of them are the same in every language. */
const amount = /^-?\d+(\.\d+)?( ?(B|[KMGT]iB|s|ms|min|%))?$/
/** A filling that begins inside a bracket and ends outside of it is no filling. */
const isBalanced = (text: string): boolean => {
  let depth = 0
  for (const sign of text.match(/[()]/g) ?? []) {
    depth += sign === '(' ? 1 : -1
    if (depth < 0) return false
  }
  return depth === 0
}
const isName = (text: string) => !/\s/.test(text)
/** Expressions and pairs, as they are written in files. */
const isCode = (text: string) => /^\S+ (==|!=|=|→) \S+$/.test(text)

/** Where several sentences were put together, the widest seams first. */
const seams: RegExp[] = [/(?<=[.!?]) (?=\S)/, /; /, /: /, / \/ /, /, /]

const merged = (parts: Part[]): Part[] =>
  parts.reduce<Part[]>((all, part) => {
    const last = all.at(-1)
    if (last?.isForeign === part.isForeign) all.splice(-1, 1, { ...last, words: last.words + part.words })
    else if (part.words !== '') all.push(part)
    return all
  }, [])

const own = (words: string): Part => ({ words, isForeign: false })
const isPartlyForeign = (parts: Part[]) => parts.some((part) => part.isForeign)

export type ReadSentence = (text: string) => Part[]

type Words = {
  /** Words for `{~state}`. */
  listed: { readonly [word: string]: string }
  /** Words that are a whole text: inside of one they may be names. */
  alone: { readonly [word: string]: string }
  decimal: string
}

export function createReader(rows: Sentences, { listed, alone, decimal }: Words): ReadSentence {
  const patterns = Object.entries(rows)
    .map(([english, other]) => patternOf(english, other, Object.keys(listed)))
    .sort((a, b) => b.weight - a.weight || a.holes.length - b.holes.length)
  const told = new Map<string, Part[]>()
  const known = new Map<string, Reading>()
  let patience = 0

  /** What stands in a hole: it may be a sentence again. */
  const filling = (text: string, kind: Hole['kind']): Part[] => {
    if (kind === 'listed') return [own(listed[text] ?? text)]
    if (kind === 'word') return [own(text)]
    if (amount.test(text)) return [own(text.replace('.', decimal))]
    return read(text) ?? (kind === 'data' ? [own(text)] : asItIs(text))
  }

  const byPattern = ({ holes, said, isCapital, weight }: Pattern, text: string, found: RegExpExecArray): Reading => {
    if (!found.slice(1).every(isBalanced)) return null
    const values = new Map(holes.map(({ name, kind }, index) => [name, filling(found[index + 1] ?? '', kind)]))
    if (weight < telling && [...values.values()].some(isPartlyForeign)) return null
    const parts = said.flatMap((piece, index) => (index % 2 === 1 ? (values.get(piece) ?? []) : [own(piece)]))
    const [first, ...rest] = merged(text.endsWith('.') ? [...parts, own('.')] : parts)
    if (first === undefined) return null
    const isRaised = isUpper(text) && !isCapital && said[0] !== ''
    return [isRaised ? own(upperFirst(first.words)) : first, ...rest]
  }

  const bySeam = (text: string, seam: RegExp): Reading => {
    const found = seam.exec(text)
    if (found === null) return null
    const [before, after] = [text.slice(0, found.index), text.slice(found.index + found[0].length)]
    const [left, right] = [read(before), read(after)]
    if (left === null && right === null) return null
    return [...(left ?? asItIs(before)), own(found[0]), ...(right ?? asItIs(after))]
  }

  const byBrackets = (text: string): Reading => {
    const [, before, inside, after = ''] = /^([\s\S]+?) \(([\s\S]+)\)(\.?)$/.exec(text) ?? []
    if (before === undefined || inside === undefined) return null
    const [outer, inner] = [read(before), read(inside)]
    if (outer === null && inner === null) return null
    return [...(outer ?? asItIs(before)), own(' ('), ...(inner ?? asItIs(inside)), own(`)${after}`)]
  }

  /** Every way to read it, the likeliest first. */
  function* readings(text: string): Generator<Reading> {
    const bare = stripped(text)
    for (const pattern of patterns) {
      const found = bare.includes(pattern.core) ? pattern.matcher.exec(bare) : null
      if (found !== null) yield byPattern(pattern, text, found)
    }
    yield byBrackets(text)
    for (const seam of seams) yield bySeam(text, seam)
  }

  /** The last resort: only patterns that can hardly be meant by anybody else. */
  const byLoosePattern = (text: string): Reading => {
    const bare = stripped(text)
    for (const pattern of patterns) {
      if (pattern.weight < unmistakable) return null
      const found = bare.includes(pattern.core) ? pattern.looseMatcher().exec(bare) : null
      const reading = found && byPattern(pattern, text, found)
      if (reading !== null) return reading
    }
    return null
  }

  /** A reading that leaves nothing foreign is better than a likelier one that does. */
  const bestOf = (text: string): Reading => {
    let likeliest: Reading = null
    for (const reading of readings(text)) {
      if (reading === null) continue
      if (!isPartlyForeign(reading)) return reading
      likeliest ??= reading
    }
    return likeliest ?? byLoosePattern(text)
  }

  const read = (text: string): Reading => {
    if (isName(text) || text.length > longest) return null
    const before = known.get(text)
    if (before !== undefined) return before
    if (patience-- <= 0) return null
    const reading = bestOf(text)
    if (known.size >= remembered) known.clear()
    // What was given up half-way may be read whole another time.
    if (patience > 0) known.set(text, reading)
    return reading
  }

  const asItIs = (text: string): Part[] => {
    const isSame = text.split(', ').every((each) => isName(each) || amount.test(each) || isCode(each))
    const isAmount = amount.test(text) && / /.test(text)
    return [{ words: isAmount ? text.replace('.', decimal) : text, isForeign: !isSame }]
  }

  const readWords = (text: string): Part[] => read(text) ?? asItIs(text)

  return (text) => {
    if (Object.hasOwn(alone, text)) return [own(alone[text] ?? text)]
    const before = told.get(text)
    if (before !== undefined) return before
    patience = mostReadings
    const parts = merged(readWords(text))
    if (told.size >= remembered) told.clear()
    told.set(text, parts)
    return parts
  }
}
