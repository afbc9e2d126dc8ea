// Edits a compose text by path and leaves everything else as its author wrote it: comments, order, anchors, quoting,
// indentation. Forms, the placement board and the converter of `docker run` write through this.
//
//   editText(text, { kind: 'set', path: ['services', 'web', 'ports', 0], value: '8080:80' })
//
// An edit is made on the text and on the tree that the text means; the answer counts only when both agree, so a notation
// that is not understood is refused and never damaged. What is borrowed from an anchor is not changed behind its back:
// `set` below an alias answers `borrowed`, and `detach` writes the borrowed value out first.
import { isAlias, isMap, isSeq } from 'yaml'
import {
  type Borrowed,
  findAt,
  isOwnPath,
  keyText,
  type OpenText,
  openText,
  ownNode,
  type Path,
  type PlainValue,
  pairOf,
  valueAt,
} from './document'
import { changed, isSameShape, moved, type Shape, shapeOf, shapeOfValue } from './shape'
import { addEntry, insertItem, moveChild, removeChild, renameKey, replaceValue } from './steps'

export type Edit =
  /** Adds what is missing on the way. A mapping or list is changed entry by entry, so that its comments stay. */
  | { kind: 'set'; path: Path; value: PlainValue }
  /** Does nothing where nothing stands. */
  | { kind: 'remove'; path: Path }
  /** `path`: the list; made when it is missing. `index` from 0 to its length. */
  | { kind: 'insert'; path: Path; index: number; value: PlainValue }
  /** `path`: the entry of a mapping. */
  | { kind: 'rename'; path: Path; name: string }
  /** `path`: the item or entry; `to`: the index it shall have. */
  | { kind: 'move'; path: Path; to: number }
  /** Replaces `*anchor` by a copy of what it stands for. */
  | { kind: 'detach'; path: Path }

export type EditFailure = {
  ok: false
  /** invalid: the text is no YAML · missing: no such place · taken: that name is there · borrowed: belongs to an anchor ·
   * notation: written in a way that is not edited in place */
  code: 'invalid' | 'missing' | 'taken' | 'borrowed' | 'notation'
  path: Path
  line: number
  borrowed?: Borrowed
  /** What `detach` takes to write the borrowed value out; absent where only a merge key brings it. */
  borrowedPath?: Path
}
export type EditResult = { ok: true; text: string } | EditFailure

export function editText(text: string, ...edits: Edit[]): EditResult {
  let now = text
  for (const edit of edits) {
    const result = editOnce(now, edit)
    if (!result.ok) return result
    now = result.text
  }
  return { ok: true, text: now }
}

type Step = { shape: (old: Shape) => Shape; text: string | undefined }

function editOnce(text: string, edit: Edit): EditResult {
  const open = openText(text)
  if (open.fault) return { ok: false, code: 'invalid', path: edit.path, line: open.fault.line }
  const lender = lenderOf(open, edit.path)
  if (lender) return { ok: false, code: 'borrowed', path: edit.path, line: lender.borrowed.line, ...lender }
  if (edit.kind === 'set') return set(open, edit.path, edit.value)
  if (edit.kind === 'insert') return insert(open, edit.path, edit.index, edit.value)
  if (!isOwnPath(open, edit.path)) return absent(open, edit)
  if (edit.kind === 'remove') return remove(open, edit.path)
  if (edit.kind === 'detach') return replace(open, edit.path, valueAt(open, edit.path) ?? null)
  const parentPath = edit.path.slice(0, -1)
  const key = edit.path.at(-1) ?? ''
  if (edit.kind === 'rename') {
    if (edit.name === String(key)) return { ok: true, text }
    if (pairOf(ownNode(open, parentPath), edit.name)) return failed(open, 'taken', edit.path)
    const rename = (entry: [string, Shape]): [string, Shape] =>
      entry[0] === String(key) ? [edit.name, entry[1]] : entry
    return checked(open, edit.path, {
      text: renameKey(open, edit.path, edit.name),
      shape: (old) =>
        changed(old, parentPath, (map) => ('entries' in map ? { ...map, entries: map.entries.map(rename) } : map)),
    })
  }
  return move(open, edit.path, edit.to)
}

const failed = (open: OpenText, code: EditFailure['code'], path: Path): EditFailure => ({
  ok: false,
  code,
  path,
  line: findAt(open, path)?.line ?? 1,
})

function absent(open: OpenText, { kind, path }: Edit): EditResult {
  const found = findAt(open, path)
  if (found?.borrowed) return { ...failed(open, 'borrowed', path), borrowed: found.borrowed }
  return kind === 'remove' ? { ok: true, text: open.text } : failed(open, 'missing', path)
}

/** The anchor that a place above the path is borrowed from by `*anchor`. */
function lenderOf(open: OpenText, path: Path): { borrowed: Borrowed; borrowedPath: Path } | null {
  for (let length = 0; length < path.length; length++) {
    const above = path.slice(0, length)
    const borrowed = isAlias(ownNode(open, above)) ? findAt(open, above)?.borrowed : null
    if (borrowed) return { borrowed, borrowedPath: above }
  }
  return null
}

/** The step's text when it reads as the step's tree. */
function checked(open: OpenText, path: Path, step: Step): EditResult {
  if (step.text !== undefined) {
    const after = openText(step.text)
    if (!after.fault && isSameShape(shapeOf(after.root), step.shape(shapeOf(open.root))))
      return { ok: true, text: step.text }
  }
  return failed(open, 'notation', path)
}

const anchorOf = (shape: Shape) => ('anchor' in shape ? shape.anchor : '')

function replace(open: OpenText, path: Path, value: PlainValue): EditResult {
  return checked(open, path, {
    text: replaceValue(open, path, value),
    shape: (old) => changed(old, path, (was) => shapeOfValue(value, anchorOf(was))),
  })
}

function add(open: OpenText, path: Path, key: string, value: PlainValue): EditResult {
  return checked(open, path, {
    text: addEntry(open, path, key, value),
    shape: (old) =>
      changed(old, path, (map) => ({
        anchor: anchorOf(map),
        entries: [...('entries' in map ? map.entries : []), [key, shapeOfValue(value)]],
      })),
  })
}

function remove(open: OpenText, path: Path): EditResult {
  const parentPath = path.slice(0, -1)
  const key = path.at(-1)
  if (key === undefined) return failed(open, 'missing', path)
  return checked(open, path, {
    text: removeChild(open, path),
    shape: (old) =>
      changed(old, parentPath, (was) => {
        if ('items' in was) return { ...was, items: was.items.filter((_, index) => index !== key) }
        return 'entries' in was ? { ...was, entries: was.entries.filter(([name]) => name !== String(key)) } : was
      }),
  })
}

function move(open: OpenText, path: Path, to: number): EditResult {
  const parent = ownNode(open, path.slice(0, -1))
  const key = path.at(-1) ?? 0
  const from = isMap(parent) ? parent.items.findIndex((pair) => keyText(pair.key) === String(key)) : Number(key)
  if (from === to) return { ok: true, text: open.text }
  return checked(open, path, {
    text: moveChild(open, path, to),
    shape: (old) =>
      changed(old, path.slice(0, -1), (was) => {
        if ('items' in was) return { ...was, items: moved(was.items, from, to) }
        return 'entries' in was ? { ...was, entries: moved(was.entries, from, to) } : was
      }),
  })
}

function insert(open: OpenText, path: Path, index: number, value: PlainValue): EditResult {
  const node = ownNode(open, path)
  if (isAlias(node)) {
    const borrowed = findAt(open, path)?.borrowed
    return { ...failed(open, 'borrowed', path), borrowedPath: path, ...(borrowed ? { borrowed } : {}) }
  }
  if (!isSeq(node)) {
    const borrowed = valueAt(open, path)
    const list = Array.isArray(borrowed) ? [...borrowed] : []
    list.splice(index, 0, value)
    return set(open, path, list)
  }
  if (node.items.length === 0) return replace(open, path, [value])
  return checked(open, path, {
    text: insertItem(open, path, Math.min(index, node.items.length), value),
    shape: (old) =>
      changed(old, path, (was) => {
        if (!('items' in was)) return was
        const items = [...was.items]
        items.splice(index, 0, shapeOfValue(value))
        return { ...was, items }
      }),
  })
}

export const isMapping = (value: PlainValue | undefined): value is { [key: string]: PlainValue } =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Equal whatever the order of keys. */
export const isEqual = (a: PlainValue | undefined, b: PlainValue | undefined): boolean => {
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => isEqual(item, b[at]))
  if (!isMapping(a) || !isMapping(b)) return Object.is(a, b) || (a === 0 && b === 0)
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isEqual(a[name], b[name]))
  )
}

function set(open: OpenText, path: Path, value: PlainValue): EditResult {
  const found = findAt(open, path)
  if (found && isEqual(valueAt(open, path), value)) return { ok: true, text: open.text }
  if (!isOwnPath(open, path)) return setAbsent(open, path, value)
  const node = ownNode(open, path)
  if (isMap(node) && isMapping(value) && Object.keys(value).length > 0) {
    const edits = entryEdits(open, path, value)
    if (edits) return editText(open.text, ...edits)
  }
  if (isSeq(node) && Array.isArray(value) && value.length > 0 && node.items.length > 0) {
    return editText(open.text, ...itemEdits(open, path, value))
  }
  return path.length === 0 ? failed(open, 'notation', path) : replace(open, path, value)
}

/** Makes the missing parents. A parent that a merge key brings is copied, since an own one hides all of it. */
function setAbsent(open: OpenText, path: Path, value: PlainValue): EditResult {
  let depth = path.length - 1
  while (depth > 0 && !isOwnPath(open, path.slice(0, depth))) depth -= 1
  const parentPath = path.slice(0, depth)
  const parent = ownNode(open, parentPath) ?? null
  if (isAlias(parent)) return failed(open, 'borrowed', path)
  const key = path[depth]
  if (key === undefined) return failed(open, 'missing', path)
  const nested = placed(valueAt(open, [...parentPath, key]), path.slice(depth + 1), value)
  if (isSeq(parent)) {
    return key === parent.items.length
      ? insert(open, parentPath, parent.items.length, nested)
      : failed(open, 'missing', path)
  }
  if (isMap(parent) || parentPath.length === 0) return add(open, parentPath, String(key), nested)
  return replace(open, parentPath, typeof key === 'number' ? [nested] : { [key]: nested })
}

/** `value` at `path` below a copy of `base`. */
function placed(base: PlainValue | undefined, path: Path, value: PlainValue): PlainValue {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (typeof key === 'number') {
    const list = Array.isArray(base) ? [...base] : []
    list[Math.min(key, list.length)] = placed(list[key], rest, value)
    return list
  }
  const map = isMapping(base) ? base : {}
  return { ...map, [key]: placed(map[key], rest, value) }
}

/** Undefined where a key that a merge brings would have to go: only writing the whole value out does that. */
function entryEdits(open: OpenText, path: Path, value: { [key: string]: PlainValue }): Edit[] | undefined {
  const node = ownNode(open, path)
  const own = isMap(node) ? node.items.map(({ key }) => keyText(key)).filter((key) => key !== '<<') : []
  const whole = valueAt(open, path)
  const borrowed = isMapping(whole) ? Object.keys(whole).filter((key) => !own.includes(key)) : []
  if (borrowed.some((key) => !Object.hasOwn(value, key))) return undefined
  const sets = Object.entries(value).map(([key, item]): Edit => ({ kind: 'set', path: [...path, key], value: item }))
  const removes = own
    .filter((key) => !Object.hasOwn(value, key))
    .map((key): Edit => ({ kind: 'remove', path: [...path, key] }))
  return [...sets, ...removes]
}

function itemEdits(open: OpenText, path: Path, value: PlainValue[]): Edit[] {
  const was = valueAt(open, path)
  const old = Array.isArray(was) ? was : []
  const shortest = Math.min(old.length, value.length)
  let head = 0
  while (head < shortest && isEqual(old[head], value[head])) head += 1
  let tail = 0
  while (tail < shortest - head && isEqual(old.at(-1 - tail), value.at(-1 - tail))) tail += 1
  const both = shortest - head - tail
  const edits = value
    .slice(head, head + both)
    .map((item, at): Edit => ({ kind: 'set', path: [...path, head + at], value: item }))
  for (let at = head + both; at < value.length - tail; at++)
    edits.push({ kind: 'insert', path, index: at, value: value[at] ?? null })
  for (let at = old.length - tail - 1; at >= head + both; at--) edits.push({ kind: 'remove', path: [...path, at] })
  return edits
}
