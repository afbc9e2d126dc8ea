// From the filter language to what the filter bar draws and offers. Pure.
import { type FilterKeys, type FilterProblem, parseFilter } from '@/lib/filter'
import type { Language } from '@/lib/texts/catalogue'
import { uiTexts } from '@/lib/texts/ui'
import type { FilterSuggestion, FilterToken } from './filter-bar'

function wordsOf(problem: FilterProblem, language: Language): string {
  const t = uiTexts[language].filter
  switch (problem.code) {
    case 'empty':
      return t.empty
    case 'unknown-key':
      return t.unknownKey(problem.key)
    case 'no-value':
      return t.noValue(problem.key)
    case 'unknown-value':
      return t.unknownValue(problem.key, problem.value)
  }
}

export const filterTokens =
  (keys: FilterKeys) =>
  (text: string, language: Language): FilterToken[] =>
    parseFilter(text, keys).map(({ start, end, key, negated, problem }) => {
      if (problem !== null) return { start, end, tone: 'bad', message: wordsOf(problem, language) }
      if (negated) return { start, end, tone: 'not' }
      return { start, end, tone: key === null ? 'text' : 'is' }
    })

/** Values known on this side, beside those that the language itself lists. */
export type KnownValues = Readonly<Record<string, readonly string[]>>

const quoted = (value: string) => (/[\s,:"]/.test(value) ? `"${value}"` : value)

/** While a key is typed its names are offered, after the colon its values. */
export const filterSuggestions =
  (keys: FilterKeys, known: KnownValues = {}) =>
  (word: string): FilterSuggestion[] => {
    const minus = word.startsWith('-') ? '-' : ''
    const body = word.slice(minus.length)
    const colon = body.indexOf(':')
    if (colon < 0) {
      return Object.entries(keys)
        .filter(([key]) => key.startsWith(body.toLowerCase()))
        .map(([key, { values }]) => {
          const examples = values ?? known[key] ?? []
          const hint = examples.slice(0, 3).join(', ') + (examples.length > 3 ? '…' : '')
          return { insert: `${minus}${key}:`, label: `${key}:`, ...(hint ? { hint } : {}) }
        })
    }
    const key = body.slice(0, colon).toLowerCase()
    const typed = body.slice(colon + 1)
    const comma = typed.lastIndexOf(',') + 1
    const begun = typed.slice(comma).toLowerCase()
    const values = keys[key]?.values ?? known[key] ?? []
    return values
      .filter((value) => value.toLowerCase().startsWith(begun) && value.toLowerCase() !== begun)
      .map((value) => ({ insert: `${minus}${key}:${typed.slice(0, comma)}${quoted(value)} `, label: value }))
  }
