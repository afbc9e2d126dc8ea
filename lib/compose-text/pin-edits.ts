// Binds a service to a host, or to the hosts that carry a label, in the texts of a stack: the board on the deploy page
// writes through this. A pin is one constraint among the others; a newer one takes the place of what it contradicts.
import { isOwnPath, type OpenText, openText, type Path, valueAt } from './document'
import { type Edit, type EditFailure, type EditResult, editText, isMapping } from './edit-text'
import { constraintParts, constraintsOf, removeWithEmptyParents, servicePath, servicesPath } from './service-edits'

/** `of`: who gives the label, which is how the constraint names it. */
export type Pin = { kind: 'host'; name: string } | { kind: 'label'; of: 'engine' | 'node'; key: string; value: string }
export type ComposeFile = { path: string; content: string }
export type PinResult = { ok: true; files: ComposeFile[]; changed: ComposeFile } | (EditFailure & { file: string })

const hostKey = 'node.hostname'
const labelForm = /^(engine|node)\.labels\.(.+)$/
const keyOf = (pin: Pin) => (pin.kind === 'host' ? hostKey : `${pin.of}.labels.${pin.key}`)
/** Every key that speaks of the same thing. */
const keysOf = (pin: Pin): string[] =>
  pin.kind === 'host' ? [hostKey] : [`engine.labels.${pin.key}`, `node.labels.${pin.key}`]
const isAbout = (constraint: string, keys: readonly string[]) => keys.some((key) => isPinOn(constraint, key))
const wantedOf = (pin: Pin) => (pin.kind === 'host' ? pin.name : pin.value)

export const constraintOfPin = (pin: Pin): string => `${keyOf(pin)} == ${wantedOf(pin)}`

const isPinOn = (constraint: string, key: string): boolean => {
  const parts = constraintParts(constraint)
  return parts?.operator === '==' && parts.key === key
}

/** The constraints as they are once the pin is written. */
export const pinned = (constraints: readonly string[], pin: Pin): string[] => [
  ...constraints.filter((constraint) => !isAbout(constraint, [hostKey, ...keysOf(pin)])),
  constraintOfPin(pin),
]

const placement = ['deploy', 'placement', 'constraints']

/** Files of the first format know no `deploy`; there an expression in the environment says it, as classic Swarm reads it. */
const isFirstFormat = (open: OpenText) => servicesPath(open).length === 0

const without = (content: string, service: string, keys: readonly string[]): EditResult => {
  let now = content
  for (;;) {
    const open = openText(now)
    const at = constraintsOf(open, service).findIndex((item) => isAbout(item, keys))
    const base = servicePath(open, service)
    if (at < 0) return { ok: true, text: now }
    const removed = removeWithEmptyParents(now, [...base, ...placement, at], base.length)
    if (!removed.ok || removed.text === now) return removed
    now = removed.text
  }
}

const classicKey = (key: string) => (key === hostKey ? 'node' : (labelForm.exec(key)?.[2] ?? key))

function withClassic(content: string, service: string, pin: Pin | null, keys: readonly string[]) {
  const open = openText(content)
  const path: Path = [...servicePath(open, service), 'environment']
  const value = valueAt(open, path)
  const names = keys.map((key) => `constraint:${classicKey(key)}`)
  const edits: Edit[] = []
  if (isMapping(value)) {
    for (const name of names) edits.push({ kind: 'remove', path: [...path, name] })
    if (pin)
      edits.push({ kind: 'set', path: [...path, `constraint:${classicKey(keyOf(pin))}`], value: `=${wantedOf(pin)}` })
  } else {
    const list = Array.isArray(value) ? value : []
    const kept = list.filter((item) => !names.some((name) => String(item).startsWith(`${name}==`)))
    const entry = pin ? [`constraint:${classicKey(keyOf(pin))}==${wantedOf(pin)}`] : []
    const next = [...kept, ...entry]
    edits.push(next.length > 0 ? { kind: 'set', path, value: next } : { kind: 'remove', path })
  }
  return editText(content, ...edits)
}

/** The last file that says something of the service; what it says adds to the files before it. */
const fileOf = (files: readonly ComposeFile[], service: string): ComposeFile | undefined => {
  const own = files.filter(({ content }) => {
    const open = openText(content)
    return isOwnPath(open, servicePath(open, service))
  })
  return own.at(-1) ?? files.at(-1)
}

/** `files`: those that are merged, in order. A pin that stands in one of them is changed where it stands. */
export function pinService(files: readonly ComposeFile[], service: string, pin: Pin): PinResult {
  const holdsSame = ({ content }: ComposeFile) =>
    constraintsOf(openText(content), service).some((item) => isAbout(item, keysOf(pin)))
  const home = files.find(holdsSame) ?? fileOf(files, service)
  return inEach(files, home, (file) => pinIn(file, service, file === home ? pin : null, [hostKey, ...keysOf(pin)]))
}

/** Takes a pin out of every file that has it. */
export function unpinService(files: readonly ComposeFile[], service: string, pin: Pin): PinResult {
  const home = files.find(({ content }) => pinsIn(content, service).some((own) => keyOf(own) === keyOf(pin)))
  return inEach(files, home, (file) => pinIn(file, service, null, [keyOf(pin)]))
}

function inEach(
  files: readonly ComposeFile[],
  home: ComposeFile | undefined,
  edit: (file: ComposeFile) => EditResult,
): PinResult {
  let changed = home
  const next: ComposeFile[] = []
  for (const file of files) {
    const result = edit(file)
    if (!result.ok) return { ...result, file: file.path }
    const entry = result.text === file.content ? file : { ...file, content: result.text }
    if (file === home) changed = entry
    next.push(entry)
  }
  if (!changed) return { ok: false, code: 'missing', path: [], line: 1, file: '' }
  return { ok: true, files: next, changed }
}

function pinOf(key: string, value: string): Pin | null {
  if (key === hostKey || key === 'node') return { kind: 'host', name: value }
  const [, of, label = ''] = labelForm.exec(key) ?? []
  return of === 'engine' || of === 'node' ? { kind: 'label', of, key: label, value } : null
}

function pinsIn(content: string, service: string): Pin[] {
  const open = openText(content)
  if (isFirstFormat(open)) {
    const value = valueAt(open, [...servicePath(open, service), 'environment'])
    const entries = isMapping(value)
      ? Object.entries(value).map(([name, text]) => `${name}=${text}`)
      : Array.isArray(value)
        ? value.map(String)
        : []
    return entries.flatMap((entry) => {
      const [, key = '', wanted] = /^constraint:([\w.-]+)==([^~/].*)$/.exec(entry) ?? []
      if (wanted === undefined) return []
      return pinOf(key === 'node' ? hostKey : `node.labels.${key}`, wanted) ?? []
    })
  }
  return constraintsOf(open, service).flatMap((constraint) => {
    const parts = constraintParts(constraint)
    return parts?.operator === '==' ? (pinOf(parts.key, parts.value) ?? []) : []
  })
}

/** The pins of a service as they stand in the texts: to a host, or to hosts with a label. */
export const pinsOf = (files: readonly ComposeFile[], service: string): Pin[] =>
  files.flatMap(({ content }) => pinsIn(content, service))

function pinIn({ content }: ComposeFile, service: string, pin: Pin | null, keys: readonly string[]): EditResult {
  const open = openText(content)
  if (open.fault) return editText(content, { kind: 'remove', path: [] })
  if (isFirstFormat(open)) return withClassic(content, service, pin, keys)
  // In its place and not anew, so that a comment on its line stays.
  const same = pin === null ? [] : constraintsOf(open, service).filter((item) => isAbout(item, keysOf(pin)))
  const own = pin === null || same.length !== 1 ? [] : keysOf(pin)
  const cleared = without(
    content,
    service,
    keys.filter((key) => !own.includes(key)),
  )
  if (!cleared.ok || pin === null) return cleared
  const now = openText(cleared.text)
  const list = constraintsOf(now, service)
  const path = [...servicePath(now, service), ...placement]
  const kept = list.findIndex((item) => isAbout(item, own))
  const value = constraintOfPin(pin)
  return kept >= 0
    ? editText(cleared.text, { kind: 'set', path: [...path, kept], value })
    : editText(cleared.text, { kind: 'insert', path, index: list.length, value })
}
