// Acts on the services of a compose text, as edits that leave the rest of the text alone: add, remove and rename with all
// that refers to the name, number of replicas, pins and placement constraints. The board writes its pins through this.
import { keysAt, type OpenText, openText, type Path, type PlainValue, valueAt } from './document'
import { type Edit, type EditResult, editText, isMapping } from './edit-text'

/** Path of the mapping of services: the text itself in files of the first format, `services` in all others. */
export function servicesPath(open: OpenText): Path {
  const top = keysAt(open, [])
  const isFirstFormat =
    top.length > 0 &&
    !top.includes('services') &&
    !['version', 'name', 'include', 'networks', 'volumes'].some((key) => top.includes(key)) &&
    top.every((key) => key.startsWith('x-') || isMapping(valueAt(open, [key])))
  return isFirstFormat ? [] : ['services']
}

export const serviceNames = (open: OpenText): string[] =>
  keysAt(open, servicesPath(open)).filter((name) => !name.startsWith('x-'))

export const servicePath = (open: OpenText, service: string): Path => [...servicesPath(open), service]

export const addService = (text: string, name: string, service: PlainValue): EditResult => {
  const open = openText(text)
  const path = servicePath(open, name)
  if (valueAt(open, path) !== undefined) return { ok: false, code: 'taken', path, line: 1 }
  return editText(text, { kind: 'set', path, value: service })
}

/** `a:b` → the service that the reference names, for links, volumes_from and the like. */
const referenceForms: { key: string; form: RegExp }[] = [
  { key: 'links', form: /^([^:]+)(:.*)?$/ },
  { key: 'volumes_from', form: /^([^:]+)(:.*)?$/ },
  { key: 'depends_on', form: /^(.+)()$/ },
]
const modeKeys = ['network_mode', 'ipc', 'pid'] as const

/** Edits that make every mention of a service another name, or drop the mention (`to` null). */
function referenceEdits(open: OpenText, from: string, to: string | null): Edit[] {
  return serviceNames(open)
    .filter((name) => name !== from)
    .flatMap((name) => {
      const path = servicePath(open, name)
      return [
        ...referenceForms.flatMap(({ key, form }) => mentionEdits(open, [...path, key], form, from, to)),
        ...modeKeys.flatMap((key) => modeEdits(open, [...path, key], from, to)),
        ...extendsEdits(open, [...path, 'extends'], from, to),
      ]
    })
}

function mentionEdits(open: OpenText, path: Path, form: RegExp, from: string, to: string | null): Edit[] {
  const value = valueAt(open, path)
  if (isMapping(value)) {
    if (!Object.hasOwn(value, from)) return []
    if (to !== null) return [{ kind: 'rename', path: [...path, from], name: to }]
    return Object.keys(value).length === 1 ? [{ kind: 'remove', path }] : [{ kind: 'remove', path: [...path, from] }]
  }
  if (!Array.isArray(value)) return []
  const next = value.flatMap((item): PlainValue[] => {
    const [, name, rest = ''] = typeof item === 'string' ? (form.exec(item) ?? []) : []
    if (name !== from) return [item]
    return to === null ? [] : [`${to}${rest}`]
  })
  if (next.length === 0 && value.length > 0) return [{ kind: 'remove', path }]
  return [{ kind: 'set', path, value: next }]
}

const modeEdits = (open: OpenText, path: Path, from: string, to: string | null): Edit[] =>
  valueAt(open, path) === `service:${from}`
    ? [to === null ? { kind: 'remove', path } : { kind: 'set', path, value: `service:${to}` }]
    : []

function extendsEdits(open: OpenText, path: Path, from: string, to: string | null): Edit[] {
  const value = valueAt(open, path)
  const isHere = value === from || (isMapping(value) && value.service === from && value.file === undefined)
  if (!isHere) return []
  if (to === null) return [{ kind: 'remove', path }]
  return [{ kind: 'set', path: isMapping(value) ? [...path, 'service'] : path, value: to }]
}

/** Mentions in other services go with it, so that the text stays whole. */
export const removeService = (text: string, name: string): EditResult => {
  const open = openText(text)
  return editText(text, ...referenceEdits(open, name, null), { kind: 'remove', path: servicePath(open, name) })
}

export const renameService = (text: string, from: string, to: string): EditResult => {
  const open = openText(text)
  const path = servicePath(open, from)
  if (from !== to && valueAt(open, servicePath(open, to)) !== undefined)
    return { ok: false, code: 'taken', path, line: 1 }
  return editText(text, { kind: 'rename', path, name: to }, ...referenceEdits(open, from, to))
}

export const setReplicas = (text: string, service: string, replicas: number): EditResult => {
  const open = openText(text)
  const path = servicePath(open, service)
  const hasScale = valueAt(open, [...path, 'scale']) !== undefined
  return editText(text, {
    kind: 'set',
    path: hasScale ? [...path, 'scale'] : [...path, 'deploy', 'replicas'],
    value: replicas,
  })
}

/** Removes the path, and every mapping or list above it that is empty then, down to `keep` parts of the path. */
export function removeWithEmptyParents(text: string, path: Path, keep: number): EditResult {
  const open = openText(text)
  let at = path
  while (at.length - 1 > keep) {
    const parent = valueAt(open, at.slice(0, -1))
    const size = Array.isArray(parent) ? parent.length : isMapping(parent) ? Object.keys(parent).length : 0
    if (size > 1) break
    at = at.slice(0, -1)
  }
  return editText(text, { kind: 'remove', path: at })
}

const constraintForm = /^\s*([\w.\-/]+)\s*(==|!=)\s*(.+?)\s*$/

/** `node.labels.zone == kiel` in its parts; null when it is no constraint. */
export function constraintParts(text: string): { key: string; operator: '==' | '!='; value: string } | null {
  const [, key, operator, value] = constraintForm.exec(text) ?? []
  return key && value && (operator === '==' || operator === '!=') ? { key, operator, value } : null
}

const constraintsPath = (open: OpenText, service: string): Path => [
  ...servicePath(open, service),
  'deploy',
  'placement',
  'constraints',
]

export const constraintsOf = (open: OpenText, service: string): string[] => {
  const value = valueAt(open, constraintsPath(open, service))
  return Array.isArray(value) ? value.map(String) : []
}

/**
 * Adds a placement constraint such as `node.hostname == kiel-1`. One with `==` on the same key makes room for it: a service
 * cannot be on two hosts' names at once.
 */
export function addConstraint(text: string, service: string, constraint: string): EditResult {
  const open = openText(text)
  const path = constraintsPath(open, service)
  const list = constraintsOf(open, service)
  const wanted = constraintParts(constraint)
  const at = list.findIndex((item) => {
    const parts = constraintParts(item)
    return item === constraint || (wanted?.operator === '==' && parts?.operator === '==' && parts.key === wanted.key)
  })
  if (at >= 0) return editText(text, { kind: 'set', path: [...path, at], value: constraint })
  return editText(text, { kind: 'insert', path, index: list.length, value: constraint })
}

/** Does nothing when the service has no such constraint. */
export function removeConstraint(text: string, service: string, constraint: string): EditResult {
  const open = openText(text)
  const path = constraintsPath(open, service)
  const at = constraintsOf(open, service).indexOf(constraint)
  if (at < 0) return { ok: true, text }
  return removeWithEmptyParents(text, [...path, at], servicePath(open, service).length)
}
