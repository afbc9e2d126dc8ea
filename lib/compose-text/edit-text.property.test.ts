// Whatever compose text and whatever edit: the value is the wanted one, and no other line changes by a byte.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import { keyText, lineOf, type OpenText, openText, type Path, type PlainValue, valueAt } from './document'
import { type Edit, editText, isEqual } from './edit-text'
import { yamlPieces } from './yaml-pieces'

const cases = path.resolve(import.meta.dirname, '../../server/compose/testdata/cases')
const real = readdirSync(cases)
  .flatMap((name) => readdirSync(path.join(cases, name)).map((file) => path.join(cases, name, file)))
  .filter((file) => /\.ya?ml$/.test(file))
  .map((file) => readFileSync(file, 'utf8'))
  .filter((text) => text.length < 6000 && openText(text).root !== null)

const leaf: fc.Arbitrary<PlainValue> = fc.oneof(
  fc.constantFrom<PlainValue>(
    'nginx:1.27',
    '8080:80',
    '22:22',
    'yes',
    '1.10',
    '0x1f',
    '',
    ' a',
    'a: b',
    '# c',
    '${A:-x}',
  ),
  fc.constantFrom<PlainValue>(
    'line one\nline two\n',
    'a\n\n  b',
    '\ttab',
    "it's",
    '"q"',
    '- x',
    '{a}',
    '*',
    '&a',
    'null',
    '<<',
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
)
const name = fc.oneof(
  fc.constantFrom('web', 'PORT', 'a.b', 'x y', 'on', '8080', 'ä'),
  fc.string({ minLength: 1, maxLength: 6 }),
)
const value: fc.Arbitrary<PlainValue> = fc.letrec<{ node: PlainValue }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(
      name.filter((key) => key !== '<<' && key !== '__proto__'),
      tie('node'),
      { maxKeys: 3 },
    ),
  ),
})).node

/** Writes a value in one of the manners people use, with comments of their own. */
function written(given: PlainValue, column: number, flow: () => boolean, remark: () => string): string {
  const pad = ' '.repeat(column)
  if (Array.isArray(given) && given.length > 0 && !flow()) {
    return given.map((item) => `${remark()}\n${pad}- ${JSON.stringify(item)}`).join('')
  }
  if (
    given !== null &&
    typeof given === 'object' &&
    !Array.isArray(given) &&
    Object.keys(given).length > 0 &&
    !flow()
  ) {
    return Object.entries(given)
      .map(([key, item]) => `${remark()}\n${pad}${JSON.stringify(key)}: ${written(item, column + 2, flow, remark)}`)
      .join('')
  }
  return JSON.stringify(given)
}
const made = fc
  .tuple(
    fc.dictionary(
      name.filter((key) => !['<<', '__proto__'].includes(key)),
      value,
      { minKeys: 1, maxKeys: 4 },
    ),
    fc.infiniteStream(fc.nat(9)),
  )
  .map(([tree, dice]) => {
    const roll = () => dice.next().value as number
    return `${written(
      tree,
      0,
      () => roll() < 3,
      () => (roll() < 3 ? ' # said' : ''),
    ).replace(/^\s*#.*\n|^\n/, '')}\n`
  })
  .filter((text) => openText(text).root !== null)

type Place = { path: Path; kind: 'map' | 'list' | 'scalar'; first: number; last: number; count: number }

/** Every place of the text that is written at its own place. */
function placesOf(open: OpenText): Place[] {
  const places: Place[] = []
  const visit = (node: unknown, at: Path, key?: unknown) => {
    if (isAlias(node)) return
    const [start, end] = (node as { range?: number[] } | null)?.range ?? [0, 0]
    const kind = isMap(node) ? 'map' : isSeq(node) ? 'list' : 'scalar'
    const count = isMap(node) || isSeq(node) ? node.items.length : 0
    places.push({
      path: at,
      kind,
      first: lineOf(open.text, (key as { range?: number[] } | undefined)?.range?.[0] ?? start ?? 0),
      last: lineOf(open.text, Math.max(start ?? 0, (end ?? 0) - 1)),
      count,
    })
    if (isMap(node))
      for (const pair of node.items)
        if (keyText(pair.key) !== '<<') visit(pair.value, [...at, keyText(pair.key)], pair.key)
    if (isSeq(node)) node.items.forEach((item, index) => void visit(item, [...at, index]))
    if (isScalar(node)) return
  }
  visit(open.root, [])
  return places
}

const changedAt = (
  base: PlainValue | undefined,
  [key, ...rest]: Path,
  change: (old: PlainValue | undefined) => PlainValue | undefined,
): PlainValue | undefined => {
  if (key === undefined) return change(base)
  if (Array.isArray(base)) {
    const items = base.map((item, index) => (index === key ? changedAt(item, rest, change) : item))
    return items.filter((item): item is PlainValue => item !== undefined)
  }
  const map = { ...(base as { [key: string]: PlainValue }) }
  const next = changedAt(map[key], rest, change)
  if (next === undefined) delete map[key]
  else map[key] = next
  return map
}

/** Lines of `before` that do not stand at the head or the tail of `after`. */
function touched(before: string, after: string): { first: number; last: number } {
  const [a, b] = [before.split('\n'), after.split('\n')]
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1
  return { first: head + 1, last: a.length - tail }
}

const hasAnchors = (text: string) => openText(text).anchors.size > 0

const text = fc.oneof(fc.constantFrom(...real), made)
const runs = { numRuns: 400 }
let refused = 0
let done = 0
const keep = (result: ReturnType<typeof editText>) => {
  done += 1
  if (result.ok) return result.text
  expect(['notation', 'borrowed', 'taken']).toContain(result.code)
  if (result.code === 'notation') refused += 1
  return null
}

describe('editText', { timeout: 120_000 }, () => {
  it('sets any place to any value, and touches no line outside the place', () => {
    fc.assert(
      fc.property(text, fc.nat(), value, (before, dice, wanted) => {
        const open = openText(before)
        const places = placesOf(open).filter((place) => place.path.length > 0)
        const place = places[dice % places.length]
        if (!place) return
        const after = keep(editText(before, { kind: 'set', path: place.path, value: wanted }))
        if (after === null) return
        const now = openText(after)
        expect(valueAt(now, place.path)).toEqual(wanted)
        if (!hasAnchors(before))
          expect(
            isEqual(
              valueAt(now, []),
              changedAt(valueAt(open, []), place.path, () => wanted),
            ),
          ).toBe(true)
        if (after === before) return
        const lines = touched(before, after)
        expect(lines.first).toBeGreaterThanOrEqual(place.first - 1)
        // One line below: where lines are added the last old line stays, and its neighbour may equal a new one.
        expect(lines.last).toBeLessThanOrEqual(Math.max(place.last, place.first) + 1)
      }),
      runs,
    )
  })

  it('adds an entry and leaves every line', () => {
    fc.assert(
      fc.property(text, fc.nat(), name, value, (before, dice, key, wanted) => {
        const open = openText(before)
        const maps = placesOf(open).filter((place) => place.kind === 'map')
        const place = maps[dice % maps.length]
        const target = [...(place?.path ?? []), key]
        if (!place || valueAt(open, target) !== undefined || key === '<<') return
        const after = keep(editText(before, { kind: 'set', path: target, value: wanted }))
        if (after === null) return
        expect(valueAt(openText(after), target)).toEqual(wanted)
        if (hasAnchors(before)) return
        const expected = changedAt(valueAt(open, []), place.path, (old) => ({ ...(old as object), [key]: wanted }))
        expect(isEqual(valueAt(openText(after), []), expected)).toBe(true)
      }),
      runs,
    )
  })

  it('removes an entry or item and nothing else', () => {
    fc.assert(
      fc.property(text, fc.nat(), (before, dice) => {
        const open = openText(before)
        const places = placesOf(open).filter((place) => place.path.length > 0)
        const place = places[dice % places.length]
        if (!place) return
        const after = keep(editText(before, { kind: 'remove', path: place.path }))
        if (after === null || hasAnchors(before)) return
        expect(
          isEqual(
            valueAt(openText(after), []),
            changedAt(valueAt(open, []), place.path, () => undefined),
          ),
        ).toBe(true)
        const kept = before.split('\n').filter((_, at) => at + 1 < place.first || at + 1 > place.last)
        // All that stood elsewhere is still there; the line of the parent may gain an empty value.
        const lines = touched(kept.join('\n'), after)
        expect(lines.last - lines.first).toBeLessThanOrEqual(0)
      }),
      runs,
    )
  })

  it('inserts, moves and renames', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), leaf, (before, dice, other, wanted) => {
        const open = openText(before)
        const lists = placesOf(open).filter((place) => place.kind === 'list')
        const place = lists[dice % lists.length]
        if (!place) return
        const old = valueAt(open, place.path) as PlainValue[]
        const index = other % (old.length + 1)
        const inserted = keep(editText(before, { kind: 'insert', path: place.path, index, value: wanted }))
        if (inserted !== null && !hasAnchors(before))
          expect(valueAt(openText(inserted), place.path)).toEqual([...old.slice(0, index), wanted, ...old.slice(index)])
        if (old.length < 2) return
        const [from, to] = [other % old.length, dice % old.length]
        const after = keep(editText(before, { kind: 'move', path: [...place.path, from], to }))
        if (after === null) return
        const expected = [...old]
        expected.splice(to, 0, ...expected.splice(from, 1))
        expect(valueAt(openText(after), place.path)).toEqual(expected)
      }),
      runs,
    )
    fc.assert(
      fc.property(text, fc.nat(), name, (before, dice, wanted) => {
        const open = openText(before)
        const keys = placesOf(open).filter(({ path: at }) => typeof at.at(-1) === 'string')
        const place = keys[dice % keys.length]
        if (!place || wanted === '<<') return
        const after = keep(editText(before, { kind: 'rename', path: place.path, name: wanted }))
        if (after === null) return
        expect(valueAt(openText(after), [...place.path.slice(0, -1), wanted])).toEqual(valueAt(open, place.path))
        expect(after.split('\n').length).toBe(before.split('\n').length)
      }),
      runs,
    )
  })

  it('seldom meets a notation that it does not edit', () => {
    expect(done).toBeGreaterThan(500)
    expect(refused / done).toBeLessThan(0.03)
  })

  it('never throws, whatever the text', () => {
    const edits: Edit[] = [
      { kind: 'set', path: ['a', 0, 'b'], value: 1 },
      { kind: 'remove', path: ['a'] },
      { kind: 'insert', path: ['a'], index: 0, value: 'x' },
      { kind: 'rename', path: ['a'], name: 'b' },
      { kind: 'move', path: ['a'], to: 0 },
      { kind: 'detach', path: ['a'] },
    ]
    const pieces = fc.constantFrom(...yamlPieces)
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), fc.nat(5), (parts, which) => {
        const edit = edits[which]
        if (edit) expect(() => editText(parts.join(''), edit)).not.toThrow()
      }),
      { numRuns: 1000 },
    )
  })
})
