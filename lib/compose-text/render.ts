// Values as YAML text in the manner of compose files. A text stays unquoted only where every reader of YAML 1.1 and 1.2
// takes it for the same text; `22:22`, `yes`, `0x1f` and `1.10` are quoted.
import type { PlainValue } from './document'

const safePlain = /^[A-Za-z_./$][A-Za-z0-9_./@$+=-]*(?: [A-Za-z0-9_./@$+=-]+)*$/
const reserved = /^(?:true|false|yes|no|on|off|y|n|null|~|\.inf|\.nan|\.[\d_]+)$/i
/** `image: nginx:1.27`, `${VAR:-x}`, `/data:/data:ro`: colons inside a word are safe when no digit pair can be meant. */
const safeWithColon = /^[A-Za-z_./$][A-Za-z0-9_./@$+=:{}*?%-]*(?: [A-Za-z0-9_./@$+=%-][A-Za-z0-9_./@$+=:%-]*)*$/

export type Quote = 'plain' | 'single' | 'double'

const isSafe = (text: string, flow: boolean): boolean => {
  if (text === '' || reserved.test(text) || text.endsWith(':') || text === '<<' || text === '=') return false
  // A number in disguise: `_1`, `.5`, `+1` or a date are read differently from reader to reader.
  if (/^[._+-]*\d/.test(text) || text.startsWith('---') || text.startsWith('...')) return false
  if (/: | #/.test(text)) return false
  return flow ? safePlain.test(text) : safeWithColon.test(text)
}

const jsonQuoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]/g,
    (character, at: number, all: string) => {
      const code = character.charCodeAt(0)
      const isPair =
        (code >= 0xd800 && code < 0xdc00 && /[\udc00-\udfff]/.test(all[at + 1] ?? '')) ||
        (code >= 0xdc00 && code < 0xe000 && /[\ud800-\udbff]/.test(all[at - 1] ?? ''))
      return isPair ? character : `\\u${code.toString(16).padStart(4, '0')}`
    },
  )

/** `quote`: the manner of the text that it replaces, kept where it can be. */
export function renderScalar(value: string | number | boolean | null, flow = false, quote: Quote = 'plain'): string {
  if (value === null) return 'null'
  if (typeof value !== 'string') return Object.is(value, -0) ? '0' : String(value)
  const printable = /^[\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe]*$/u.test(value) && !/[\u2028\u2029]/.test(value)
  if (quote === 'single' && printable) return `'${value.replaceAll("'", "''")}'`
  if (quote === 'plain' && isSafe(value, flow)) return value
  return jsonQuoted(value)
}

export const isCollection = (value: PlainValue): value is PlainValue[] | { [key: string]: PlainValue } =>
  value !== null && typeof value === 'object'

const isEmpty = (value: PlainValue): boolean =>
  isCollection(value) && (Array.isArray(value) ? value : Object.keys(value)).length === 0

/** Can it stand behind `key: ` on the same line? */
export const isInline = (value: PlainValue): value is string | number | boolean | null =>
  !isCollection(value) || isEmpty(value)

/** The whole value on one line. */
export function renderFlow(value: PlainValue): string {
  if (!isCollection(value)) return renderScalar(value, true)
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.map(renderFlow).join(', ')}]`
  const entries = Object.entries(value).map(([key, item]) => `${renderScalar(key, true)}: ${renderFlow(item)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}

export const renderInline = (value: PlainValue): string =>
  isCollection(value) ? renderFlow(value) : renderScalar(value)

/** A text of several lines that `|` can carry unchanged. */
const isLiteral = (value: PlainValue): value is string =>
  typeof value === 'string' &&
  /^[^\s].*\n/.test(value) &&
  /^[\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe]*$/.test(value) &&
  !/[ \u0085\u00a0\u2028\u2029]$/m.test(value) &&
  !/[\u0085\u2028\u2029]/.test(value) &&
  !/\n\n$/.test(value)

export type Style = {
  /** Spaces a level. */
  indent: number
  /** Are the dashes of a list set in below its key? */
  indentLists: boolean
}

const spaces = (count: number) => ' '.repeat(count)

/** Where a collection below a key at `column` begins. */
export const childColumn = (value: PlainValue, column: number, style: Style): number =>
  Array.isArray(value) && !style.indentLists ? column : column + style.indent

/** What follows `key:` or `-`, as the rest of that line and the lines below. `column`: of the key or of the dash's content. */
export function renderAfter(value: PlainValue, column: number, style: Style): { head: string; lines: string[] } {
  if (isLiteral(value)) {
    const body = value.replace(/\n$/, '').split('\n')
    const pad = spaces(column + style.indent)
    return { head: value.endsWith('\n') ? ' |' : ' |-', lines: body.map((line) => (line === '' ? '' : pad + line)) }
  }
  if (isInline(value)) return { head: ` ${renderInline(value)}`, lines: [] }
  return { head: '', lines: renderLines(value, childColumn(value, column, style), style) }
}

/** A collection that is not empty, as whole lines that begin at `column`. */
export function renderLines(value: PlainValue, column: number, style: Style): string[] {
  const pad = spaces(column)
  if (Array.isArray(value)) return value.flatMap((item) => renderItem(item, column, style))
  if (!isCollection(value)) return [pad + renderScalar(value)]
  return Object.entries(value).flatMap(([key, item]) => renderEntry(key, item, column, style))
}

export function renderEntry(key: string, value: PlainValue, column: number, style: Style): string[] {
  const { head, lines } = renderAfter(value, column, style)
  return [`${spaces(column)}${renderScalar(key)}:${head}`, ...lines]
}

export function renderItem(value: PlainValue, column: number, style: Style): string[] {
  const pad = spaces(column)
  if (isInline(value) || isLiteral(value)) {
    const { head, lines } = renderAfter(value, column, style)
    return [`${pad}-${head}`, ...lines]
  }
  const [first = '', ...rest] = renderLines(value, column + 2, style)
  return [`${pad}- ${first.slice(column + 2)}`, ...rest]
}
