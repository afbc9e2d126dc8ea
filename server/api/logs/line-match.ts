// Which lines a search finds, and where in them. Linear in time whatever is asked: RE2 for expressions.
import { RE2JS } from 're2js'
import { AppError, messageOf } from '@/server/errors'

/** From, to, from, to, … in the text; empty where the line is wanted for having no hit; null: not wanted. */
export type LineMatch = (text: string) => number[] | null

export type LineSearch = { search: string; regex: boolean; matchCase: boolean; invert: boolean }

/** More marks than that help nobody. */
const mostHits = 40

function findText(wanted: string, matchCase: boolean): (text: string) => number[] {
  const needle = matchCase ? wanted : wanted.toLowerCase()
  return (text) => {
    const low = matchCase ? text : text.toLowerCase()
    // A few letters change their length when lowered; then a place in one text is none in the other.
    const isSafe = low.length === text.length
    const hits: number[] = []
    for (
      let at = low.indexOf(needle);
      at >= 0 && hits.length < mostHits * 2;
      at = low.indexOf(needle, at + needle.length)
    ) {
      hits.push(...(isSafe ? [at, at + needle.length] : [0, text.length]))
      if (!isSafe) break
    }
    return hits
  }
}

function compile(search: string, matchCase: boolean): RE2JS {
  try {
    return RE2JS.compile(search, matchCase ? 0 : RE2JS.CASE_INSENSITIVE)
  } catch (error) {
    const why = messageOf(error)
      .replace(/^error parsing regexp: /, '')
      .replace('`(?i)', '`')
    throw new AppError('invalid_input', `query.search: not a regular expression: ${why}`, {
      details: {
        fix: 'Lotse reads the syntax of RE2, without look-around and back-references; or search for plain text.',
      },
    })
  }
}

function findExpression(search: string, matchCase: boolean): (text: string) => number[] | null {
  const expression = compile(search, matchCase)
  return (text) => {
    if (!expression.test(text)) return null
    const hits: number[] = []
    const matcher = expression.matcher(text)
    while (hits.length < mostHits * 2 && matcher.find()) {
      if (matcher.end() > matcher.start()) hits.push(matcher.start(), matcher.end())
    }
    return hits
  }
}

/** Null: nothing is searched for. Throws invalid_input for an expression that is none. */
export function compileSearch({ search, regex, matchCase, invert }: LineSearch): LineMatch | null {
  if (search === '') return null
  const find = regex ? findExpression(search, matchCase) : findText(search, matchCase)
  const hitsOf = (text: string): number[] | null => {
    const hits = find(text)
    return hits === null || (!regex && hits.length === 0) ? null : hits
  }
  return invert ? (text) => (hitsOf(text) === null ? [] : null) : hitsOf
}
