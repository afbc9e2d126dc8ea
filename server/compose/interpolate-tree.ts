// Replaces the variables in every value of a tree (keys stay as they are) and says, with its place, what is missing or malformed.
import type { Node, Place, ScalarNode } from './node'
import type { Report } from './report'
import { substituteTemplate, type TemplateMistake } from './template'
import type { VariableScope, VariableUses } from './variables'

export interface InterpolationContext {
  scope: VariableScope
  uses: VariableUses
  report: Report
  budget: { characters: number }
  /** v1 has no `${A:-default}`. */
  defaults: boolean
}

/** The place of an expression inside its scalar, found in the text as written; else the scalar itself. */
const placeIn = (place: Place, expression: string, from: number): Place => {
  const written = place.source.text.slice(place.start, place.end)
  const at = written.indexOf(expression, from)
  return at < 0 ? place : { source: place.source, start: place.start + at, end: place.start + at + expression.length }
}

const mistakes: Record<TemplateMistake['kind'], { code: string; fix: string }> = {
  required: { code: 'interpolation.required', fix: 'set it with this deploy or in .env' },
  syntax: { code: 'interpolation.syntax', fix: 'write $$ where a plain $ is meant' },
  size: { code: 'limits.variables', fix: 'use shorter values, or use them less often' },
}

const reportMistake = (context: InterpolationContext, mistake: TemplateMistake, place: Place, path: string) =>
  context.report.add({
    ...mistakes[mistake.kind],
    message: `${path}: ${mistake.message}`,
    path,
    place,
  })

export const interpolateText = (context: InterpolationContext, text: string, place: Place, path: string): string => {
  const { scope, uses, report, budget, defaults } = context
  if (budget.characters < 0) return text
  const result = substituteTemplate(text, (name) => scope.resolve(name)?.value, { defaults, budget })
  let from = 0
  for (const use of result.uses) {
    uses.record({ name: use.name, resolved: scope.resolve(use.name), fallback: use.fallback, usedBy: path })
    const usePlace = placeIn(place, use.expression, from)
    if (usePlace !== place) from = usePlace.start - place.start
    if (use.unset)
      report.add({
        severity: 'warning',
        code: 'interpolation.unset',
        message: `${path}: the variable ${use.name} is not set; an empty text is used`,
        fix: `set ${use.name} with this deploy or in .env, or write \${${use.name}:-default}`,
        path,
        place: usePlace,
      })
  }
  for (const mistake of result.mistakes) reportMistake(context, mistake, placeIn(place, mistake.expression, 0), path)
  return result.text
}

export const interpolateTree = <T extends Node>(node: T, context: InterpolationContext, path = ''): T => {
  const walk = (value: Node, at: string): Node => {
    if (value.kind === 'map') {
      const entries = new Map(value.entries)
      let changed = false
      for (const [key, entry] of value.entries) {
        const next = walk(entry.value, at ? `${at}.${key}` : key)
        if (next === entry.value) continue
        entries.set(key, { key: entry.key, value: next })
        changed = true
      }
      return changed ? { ...value, entries } : value
    }
    if (value.kind === 'list') {
      const items = value.items.map((item, index) => walk(item, `${at}.${index}`))
      return items.some((item, index) => item !== value.items[index]) ? { ...value, items } : value
    }
    if (typeof value.value !== 'string' || !value.value.includes('$')) return value
    return { ...value, value: interpolateText(context, value.value, value.place, at) } satisfies ScalarNode
  }
  return walk(node, path) as T
}
