// Which lines of a compose text belong to which service, by indentation alone: quick enough for every key that is typed
// and still right while the text is broken, so the cursor finds its service without a parser.
export type ServiceLines = { name: string; first: number; last: number }

const keyLine = /^( *)(?:"([^"]+)"|'([^']+)'|([^\s#'"&*?|>%@`{}[\],:][^:#]*?)):(?:\s|$)/

export function serviceLinesOf(text: string): ServiceLines[] {
  const lines = text.split(/\r?\n/)
  const top = lines.findIndex((line) => /^services:\s*(?:#.*)?$/.test(line))
  if (top < 0) return []
  const found: ServiceLines[] = []
  let indent = -1
  for (let at = top + 1; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue
    const [, pad = '', ...names] = keyLine.exec(line) ?? []
    const own = line.length - line.trimStart().length
    if (own === 0) break
    const name = names.find((part) => part !== undefined)
    if (name !== undefined && (indent < 0 || pad.length === indent)) {
      indent = pad.length
      found.push({ name, first: at + 1, last: at + 1 })
    } else {
      const last = found.at(-1)
      if (last) last.last = at + 1
    }
  }
  return found
}
