// The grammar of classic Swarm's constraint, affinity and whitelist expressions: `key==value`, `key!=~value`, …
import { compilePattern, type Matches } from './pattern'

export interface Expression {
  key: string
  operator: '==' | '!='
  /** Without the `~` of a soft expression. */
  value: string
  soft: boolean
  /** Does a value match, whatever the operator? */
  matches: Matches
  /** `key==value`, as classic Swarm prints it. */
  text: string
}

export interface ExpressionError {
  /** What was written. */
  source: string
  /** Classic Swarm's words. */
  error: string
}

// `i` with `u` folds as Go does. `\s` is spelled out because Go's is ASCII only.
const keyForm = /^[a-z_][a-z0-9\-_.]+$/iu
const valueForm = /^[=!/]?~?[a-z0-9:\-_\t\n\f\r .*/()?+[\]\\^$|]+$/iu

export const isExpressionError = (parsed: object): parsed is ExpressionError => 'error' in parsed

function parse(source: string): Expression | ExpressionError {
  const operator = source.includes('==') ? '==' : source.includes('!=') ? '!=' : null
  if (operator === null) return { source, error: 'One of operator ==, != is expected' }
  const at = source.indexOf(operator)
  const key = source.slice(0, at)
  const written = source.slice(at + operator.length)
  if (!keyForm.test(key)) return { source, error: `Key '${key}' is invalid` }
  if (!valueForm.test(written)) return { source, error: `Value '${written}' is invalid` }
  const soft = written.startsWith('~')
  const value = soft ? written.slice(1) : written
  // Classic Swarm takes a lone slash for both ends of a regular expression and dies of it.
  if (value === '/') return { source, error: `Value '${written}' is invalid` }
  return { key, operator, value, soft, matches: compilePattern(value), text: `${key}${operator}${value}` }
}

const remembered = 5_000
const parsed = new Map<string, Expression | ExpressionError>()

/** Parsing depends on the text alone, and the same few texts come again with every replica. */
export function parseExpression(source: string): Expression | ExpressionError {
  const known = parsed.get(source)
  if (known) return known
  if (parsed.size >= remembered) parsed.clear()
  const result = parse(source)
  parsed.set(source, result)
  return result
}

/** All of them, or the first error. */
export function parseExpressions(sources: readonly string[]): Expression[] | ExpressionError {
  const expressions: Expression[] = []
  for (const source of sources) {
    const result = parseExpression(source)
    if (isExpressionError(result)) return result
    expressions.push(result)
  }
  return expressions
}

/** One that matches passes `==`; none that matches passes `!=`. */
export const holds = (expression: Expression, matched: boolean) => matched === (expression.operator === '==')
