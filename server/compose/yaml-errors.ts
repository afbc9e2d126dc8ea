// What the YAML parser complains about, told at the place where the mistake was made rather than where the parser noticed it.
import type { CST, Document } from 'yaml'
import type { SourceText } from './node'
import type { Report } from './report'

export const children = (token: CST.Token): CST.Token[] => {
  const found: CST.Token[] = []
  if ('items' in token)
    for (const item of token.items) {
      if ('key' in item && item.key) found.push(item.key)
      if (item.value) found.push(item.value)
    }
  if (token.type === 'document' && token.value) found.push(token.value)
  return found
}

/** Where the quote or bracket opens that the parser misses the end of; it notices only where the text has gone astray. */
const opening = (tokens: CST.Token[], offset: number): number | undefined => {
  let found: number | undefined
  const open = [...tokens]
  for (let token = open.pop(); token; token = open.pop()) {
    const opens =
      token.type === 'flow-collection' || token.type === 'double-quoted-scalar' || token.type === 'single-quoted-scalar'
    if (opens && token.offset <= offset && token.offset > (found ?? -1)) found = token.offset
    open.push(...children(token))
  }
  return found
}

const unclosed =
  /^Missing closing|^Flow (?:sequence|map) in block collection|^Flow (?:sequence|map) must end|^Expected flow (?:sequence|map)/i

export const reportYamlErrors = (
  document: Document.Parsed,
  tokens: CST.Token[],
  source: SourceText,
  report: Report,
): void => {
  // One mistake makes the parser stumble over the lines that follow it: the first is the one to mend.
  const [error] = document.errors
  if (!error) return
  const [start, end] = error.pos
  const opens = unclosed.test(error.message) ? opening(tokens, start) : undefined
  report.add({
    code: `yaml.${error.code.toLowerCase().replaceAll('_', '-')}`,
    message: `not valid YAML: ${error.message.replace(/ at line \d+, column \d+:?[\s\S]*$/, '')}`,
    place:
      opens === undefined ? { source, start, end: Math.max(start, end) } : { source, start: opens, end: opens + 1 },
  })
}
