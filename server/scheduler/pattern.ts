// The value of a classic expression as a matcher. Go's RE2 rules apply, so RE2 itself is used: JavaScript's own
// expressions differ in syntax and can be made to run for ever.
import { RE2JS } from 're2js'

export type Matches = (value: string) => boolean

const never: Matches = () => false
const metacharacters = /[\\^$.|?*+()[\]{}]/
const rememberedAnswers = 10_000

/** Between slashes an unanchored regular expression, else an anchored glob in which only `*` is translated. */
const regularExpressionOf = (value: string) =>
  value.startsWith('/') && value.endsWith('/') ? value.slice(1, -1) : `^${value.replaceAll('*', '.*')}$`

/** A broken regular expression matches nothing, as in classic Swarm; so `!=` with one is always true. */
export function compilePattern(value: string): Matches {
  if (!value.startsWith('/') && !metacharacters.test(value)) return (candidate) => candidate === value
  let expression: RE2JS
  try {
    expression = RE2JS.compile(regularExpressionOf(value))
  } catch {
    return never
  }
  const answers = new Map<string, boolean>()
  return (candidate) => {
    const known = answers.get(candidate)
    if (known !== undefined) return known
    if (answers.size >= rememberedAnswers) answers.clear()
    const answer = expression.test(candidate)
    answers.set(candidate, answer)
    return answer
  }
}

/** The text that the value matches and nothing else, or null when it is a real pattern. A dot counts as itself. */
export const literalOf = (value: string): string | null =>
  value.startsWith('/') || metacharacters.test(value.replaceAll('.', '')) ? null : value
