// JSON in which whole numbers beyond JavaScript's own come out as they went in: Docker's are 64 bits wide, and a limit of
// 9223372036854775807 must not become another one on the way. Pure.

const mark = '\u0001whole:'
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
const isLong = (found: string): boolean => /^-?\d{16,}$/.test(found)
const marked = /"\\u0001whole:(-?\d+)"/g

/** Far more than any request has, and little enough for whoever walks over the value. */
const mostLevels = 500

/** Whether brackets stand that deep in each other; strings are stepped over. */
function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const each = text[at]
    if (each === '"') {
      for (at += 1; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at += 1
    } else if (each === '[' || each === '{') {
      depth += 1
      if (depth > mostLevels) return true
    } else if (each === ']' || each === '}') depth -= 1
  }
  return false
}

/** Throws a sentence for what is no JSON, or nested deeper than anybody means. */
export function parseExact(text: string): unknown {
  if (isTooDeep(text)) throw new Error(`it is nested more than ${mostLevels} levels deep`)
  // First, because in what is no JSON the search for the end of a string could begin at every quote.
  const value: unknown = JSON.parse(text)
  if (!/\d{16}/.test(text)) return value
  return JSON.parse(text.replace(token, (found) => (isLong(found) ? JSON.stringify(mark + found) : found)))
}

/** Of a value that parseExact gave. */
export const stringifyExact = (value: unknown): string => JSON.stringify(value).replace(marked, '$1')

/** Near enough to reckon with; 0 for what is no number. */
export const numberIn = (value: unknown): number => {
  const number = typeof value === 'string' && value.startsWith(mark) ? Number(value.slice(mark.length)) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : 0
}
