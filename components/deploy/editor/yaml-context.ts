// Where in a YAML document the cursor stands, read from indentation alone: completion and hover must work in a text that
// is just being written and therefore broken.
export type YamlContext = {
  /** Keys from the root; `0` stands for an item of a list. */
  path: (string | 0)[]
  /** A key is being typed, or the value behind one (or behind a dash). */
  typing: 'key' | 'value'
  /** What is typed of it so far, and the offset where it begins. */
  word: string
  from: number
  /** Keys that the same mapping has already. */
  siblings: string[]
}

const keyForm = /^(?:"([^"]*)"|'([^']*)'|([^\s#'"&*!|>%@`{}[\],:-][^:#]*?|-?[^\s:#-][^:#]*?))\s*:(?=\s|$)/

const keyOf = (text: string): string | undefined => {
  const [, double, single, plain] = keyForm.exec(text) ?? []
  return double ?? single ?? plain
}

type Line = { indent: number; dashes: number[]; key: string | undefined; isEmpty: boolean }

/** `- - key: x` has its dashes at their columns and its key behind them. */
function readLine(text: string): Line {
  const dashes: number[] = []
  let rest = text
  let column = 0
  for (;;) {
    const blank = /^ */.exec(rest)?.[0].length ?? 0
    column += blank
    rest = rest.slice(blank)
    if (!/^-(?: |$)/.test(rest)) break
    dashes.push(column)
    column += 1
    rest = rest.slice(1)
  }
  return { indent: column, dashes, key: keyOf(rest), isEmpty: rest === '' || rest.startsWith('#') }
}

export function yamlContext(text: string, offset: number): YamlContext | null {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const before = text.slice(start, offset)
  if (/(^|\s)#/.test(before)) return null
  const own = readLine(before)
  const stop = text.indexOf('\n', offset)
  const whole = readLine(text.slice(start, stop < 0 ? text.length : stop))
  const above = text.slice(0, start).split('\n').slice(0, -1)
  const path: (string | 0)[] = []
  let limit = own.indent
  const climb = (line: Line, column: number) => {
    if (line.key !== undefined && line.indent < column) path.unshift(line.key)
  }
  const ownKey = own.key
  if (ownKey !== undefined) path.unshift(ownKey)
  for (const dash of [...own.dashes].reverse()) {
    path.unshift(0)
    limit = dash
  }
  const isItem = own.dashes.length > 0
  for (let at = above.length - 1, inList = isItem; at >= 0 && limit >= 0; at--) {
    const line = readLine(above[at] ?? '')
    if (line.isEmpty && line.dashes.length === 0) continue
    // A list may stand at the column of its key.
    const isParent =
      line.key !== undefined && (line.indent < limit || (inList && line.dashes.length === 0 && line.indent === limit))
    if (isParent) {
      climb({ ...line, indent: Math.min(line.indent, limit - 1) }, limit)
      limit = line.indent
      inList = false
    }
    for (const dash of [...line.dashes].reverse()) {
      if (dash >= limit) continue
      path.unshift(0)
      limit = dash
      inList = true
    }
    if (limit === 0 && !inList) break
  }
  const value = ownKey === undefined ? undefined : /:\s+(\S*)$/.exec(before)?.[1]
  const typed = ownKey === undefined ? (/(\S*)$/.exec(before)?.[1] ?? '') : (value ?? '')
  const word = typed === '-' ? '' : typed
  return {
    path,
    typing: ownKey === undefined && (!isItem || word !== '' || whole.isEmpty) ? 'key' : 'value',
    word,
    from: offset - word.length,
    siblings: siblingsOf(above, text.slice(stop < 0 ? text.length : stop + 1).split('\n'), own.indent),
  }
}

/** Keys at the column, up and down until something further out stands there. */
function siblingsOf(above: string[], below: string[], column: number): string[] {
  const found: string[] = []
  for (const lines of [[...above].reverse(), below])
    for (const text of lines) {
      const line = readLine(text)
      if (line.isEmpty && line.dashes.length === 0) continue
      if (line.indent < column) break
      if (line.indent === column && line.key !== undefined) found.push(line.key)
      if (line.dashes.some((dash) => dash < column)) break
    }
  return found
}
