// Where a value stands in a JSON text, so that something can be added to an engine's answer while every other byte stays as the
// engine wrote it. Pure; null for what is no JSON.

const space = /[\s]/

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at + 1
  }
  return -1
}

const afterSpace = (text: string, start: number): number => {
  let at = start
  while (at < text.length && space.test(text[at] as string)) at += 1
  return at
}

function endOfValue(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    const char = text[at] as string
    if (char === '"') {
      const end = endOfString(text, at)
      if (end < 0) return -1
      if (depth === 0) return end
      at = end - 1
    } else if (char === '{' || char === '[') depth += 1
    else if (char === '}' || char === ']') {
      if (depth === 0) return at
      depth -= 1
      if (depth === 0) return at + 1
    } else if (depth === 0 && (char === ',' || space.test(char))) return at
  }
  return depth === 0 ? text.length : -1
}

/** The value behind `keys`, one object inside the other. */
export function spanOf(text: string, keys: readonly string[], from = 0): { start: number; end: number } | null {
  const start = afterSpace(text, from)
  const [key, ...rest] = keys
  if (key === undefined) {
    const end = endOfValue(text, start)
    return end <= start ? null : { start, end }
  }
  if (text[start] !== '{') return null
  let at = afterSpace(text, start + 1)
  while (text[at] === '"') {
    const endOfKey = endOfString(text, at)
    if (endOfKey < 0) return null
    const colon = afterSpace(text, endOfKey)
    if (text[colon] !== ':') return null
    const value = afterSpace(text, colon + 1)
    if (text.slice(at, endOfKey) === JSON.stringify(key)) return spanOf(text, rest, value)
    const end = endOfValue(text, value)
    if (end < 0) return null
    at = afterSpace(text, end)
    if (text[at] !== ',') return null
    at = afterSpace(text, at + 1)
  }
  return null
}

/** Adds a member at the end of the outermost object. */
export function withMember(text: string, key: string, value: unknown): string {
  const close = text.lastIndexOf('}')
  if (close < 0) return text
  const isEmpty = /^\s*\{\s*$/.test(text.slice(0, close))
  return `${text.slice(0, close)}${isEmpty ? '' : ','}${JSON.stringify(key)}:${JSON.stringify(value)}${text.slice(close)}`
}
