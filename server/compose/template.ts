// `$A`, `${A}`, `${A:-default}` and its relatives in one text. Pure and without opinion on where values come from or what a
// missing one means: it returns the text, each use, and each mistake, with their offsets.
export type Lookup = (name: string) => string | undefined

export interface TemplateUse {
  name: string
  /** As written, e.g. `${A:-x}`; and where in the template. */
  expression: string
  offset: number
  /** Null: not set. */
  value: string | null
  /** The text that stood in for a missing value. */
  fallback?: string
  /** Neither set nor provided for: an empty text was used, which is worth a warning. */
  unset: boolean
}

export interface TemplateMistake {
  kind: 'syntax' | 'required' | 'size'
  message: string
  expression: string
  offset: number
}

export interface TemplateResult {
  text: string
  uses: TemplateUse[]
  mistakes: TemplateMistake[]
}

export interface TemplateOptions {
  /** v1 knows `$A` and `${A}` only. */
  defaults: boolean
  /** What may still be put in, in characters; shared by all texts of one load. */
  budget?: { characters: number } | undefined
}

const nameAt = /[_a-z][_a-z0-9]*/iy
const bracedPattern = /^([_a-z][_a-z0-9]*)(?:(:?[-?+])(.*))?$/i
const maximumNesting = 50
/** Beyond its length: ten thousand uses of an empty variable take time, too. */
const costOfUse = 100
const mostAlone = 1_000_000

/** The `}` that closes the `${` at `start`. Only `${` opens another level; a bare `{` does not. */
const closingBrace = (text: string, start: number): number => {
  let open = 0
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '}') {
      open -= 1
      if (open === 0) return at
    } else if (text[at] === '$' && text[at + 1] === '{') {
      open += 1
      at += 1
    }
  }
  return -1
}

interface Run {
  lookup: Lookup
  options: TemplateOptions
  budget: { characters: number }
  uses: TemplateUse[]
  mistakes: TemplateMistake[]
}

/** The value, as long as there is room for it; the first that does not fit is the mistake that is told. */
const within = (run: Run, value: string, expression: string, offset: number): string => {
  run.budget.characters -= value.length + costOfUse
  if (run.budget.characters >= 0) return value
  run.mistakes.push({ kind: 'size', message: 'variables make the texts too long to be read', expression, offset })
  return ''
}

const substituteBraced = (run: Run, expression: string, offset: number, depth: number): string => {
  const inner = expression.slice(2, -1)
  const match = bracedPattern.exec(inner)
  const operator = match?.[2]
  if (!match || (operator && !run.options.defaults) || depth > maximumNesting) {
    run.mistakes.push({
      kind: 'syntax',
      message:
        match && operator && !run.options.defaults
          ? `${expression}: files of format v1 know \${${match[1]}} only, without a default`
          : `${expression} is not a valid variable reference`,
      expression,
      offset,
    })
    return ''
  }
  const name = match[1] ?? ''
  const value = run.lookup(name)
  const use = { name, expression, offset, value: value ?? null, unset: false }
  if (!operator) {
    run.uses.push({ ...use, unset: value === undefined })
    return within(run, value ?? '', expression, offset)
  }
  const argument = () => substitute(run, match[3] ?? '', offset + 2 + name.length + operator.length, depth + 1)
  const present = value !== undefined && (operator.length === 1 || value !== '')
  if (operator.endsWith('+')) {
    run.uses.push(use)
    return present ? argument() : within(run, value ?? '', expression, offset)
  }
  if (present) {
    run.uses.push(use)
    return within(run, value, expression, offset)
  }
  if (operator.endsWith('-')) {
    const fallback = argument()
    run.uses.push({ ...use, fallback })
    return fallback
  }
  run.uses.push(use)
  const reason = argument()
  run.mistakes.push({
    kind: 'required',
    message: `the variable ${name} must be set${reason ? `: ${reason}` : ''}`,
    expression,
    offset,
  })
  return ''
}

const substitute = (run: Run, text: string, base: number, depth: number): string => {
  let result = ''
  let from = 0
  for (let at = text.indexOf('$'); at >= 0 && run.budget.characters >= 0; at = text.indexOf('$', from)) {
    result += text.slice(from, at)
    const offset = base + at
    if (text[at + 1] === '$') {
      result += '$'
      from = at + 2
      continue
    }
    nameAt.lastIndex = at + 1
    const name = nameAt.exec(text)?.[0]
    if (name) {
      const value = run.lookup(name)
      run.uses.push({ name, expression: `$${name}`, offset, value: value ?? null, unset: value === undefined })
      result += within(run, value ?? '', `$${name}`, offset)
      from = at + 1 + name.length
      continue
    }
    const end = text[at + 1] === '{' ? closingBrace(text, at) : -1
    if (end < 0) {
      const expression = text.slice(at, at + 20)
      run.mistakes.push({
        kind: 'syntax',
        message: `"${expression}" is not a valid variable reference`,
        expression,
        offset,
      })
      return result + text.slice(at + 1)
    }
    result += substituteBraced(run, text.slice(at, end + 1), offset, depth)
    from = end + 1
  }
  return result + text.slice(from)
}

export const substituteTemplate = (
  text: string,
  lookup: Lookup,
  options: TemplateOptions = { defaults: true },
): TemplateResult => {
  const budget = options.budget ?? { characters: mostAlone }
  const run: Run = { lookup, options, budget, uses: [], mistakes: [] }
  return { text: substitute(run, text, 0, 0), uses: run.uses, mistakes: run.mistakes }
}
