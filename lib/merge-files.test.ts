import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  changesSince,
  conflictsOf,
  isConflict,
  mergeFiles,
  mergeText,
  resolveFiles,
  resolveText,
  type Side,
} from './merge-files'

const file = (content: string, path = 'compose.yaml') => ({ path, content })
const base = 'services:\n  web:\n    image: a\n    ports: [80]\n  db:\n    image: b\n'

describe('merging two changes of one text', () => {
  it('takes both where they do not touch', () => {
    const merged = mergeFiles(
      [file(base)],
      [file(base.replace('[80]', '[81]'))],
      [file(base.replace('image: b', 'image: c'))],
    )
    expect(conflictsOf(merged)).toEqual([])
    expect(resolveFiles(merged, [])).toEqual([file(base.replace('[80]', '[81]').replace('image: b', 'image: c'))])
    expect(merged[0]?.changedBy).toBe('both')
  })
  it('asks where both changed the same line', () => {
    const merged = mergeFiles([file(base)], [file(base.replace('[80]', '[81]'))], [file(base.replace('[80]', '[82]'))])
    expect(conflictsOf(merged)).toMatchObject([
      { path: 'compose.yaml', piece: { mine: ['    ports: [81]'], theirs: ['    ports: [82]'], line: 4 } },
    ])
    expect(resolveFiles(merged, ['theirs'])[0]?.content).toContain('[82]')
    expect(resolveFiles(merged, ['mine'])[0]?.content).toContain('[81]')
  })
  it('keeps what either added, and asks when one removed what the other changed', () => {
    const env = file('A=1\n', '.env')
    expect(
      resolveFiles(mergeFiles([file(base)], [file(base), env], [file(base), file('B=1\n', 'b.env')]), []).map(
        ({ path }) => path,
      ),
    ).toEqual(['compose.yaml', '.env', 'b.env'])
    expect(resolveFiles(mergeFiles([file(base), env], [file(base)], [file(base), env]), [])).toEqual([file(base)])
    const merged = mergeFiles([env], [], [file('A=2\n', '.env')])
    expect(conflictsOf(merged)).toMatchObject([{ path: '.env', isRemoval: true }])
    expect(resolveFiles(merged, ['mine'])).toEqual([])
    expect(resolveFiles(merged, ['theirs'])).toEqual([file('A=2\n', '.env')])
  })

  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 12 }).map((lines) => lines.join('\n'))
  it('gives back the one change when the other did nothing', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(resolveText(mergeText(before, after, before), [])).toBe(after)
        expect(resolveText(mergeText(before, before, after), [])).toBe(after)
        expect(mergeText(before, after, after).some(isConflict)).toBe(false)
      }),
    )
  })
  it('loses nothing: all choices of one side make that side where all is in conflict, and every line comes from somebody', () => {
    fc.assert(
      fc.property(text, text, text, fc.constantFrom<Side>('mine', 'theirs'), (before, mine, theirs, side) => {
        const pieces = mergeText(before, mine, theirs)
        const choices = pieces.filter(isConflict).map(() => side)
        const known = new Set([before, mine, theirs].flatMap((part) => part.split('\n')))
        for (const line of resolveText(pieces, choices).split('\n')) expect(known.has(line)).toBe(true)
        for (const piece of pieces.filter(isConflict)) {
          const from = piece.line - 1
          expect(mine.split('\n').slice(from, from + piece.mine.length)).toEqual(piece.mine)
        }
      }),
    )
  })
})

describe('what one side changed', () => {
  it('is told place by place, with files that are new or gone', () => {
    const file = (path: string, content: string) => ({ path, content })
    const base = [file('a.yaml', 'one\ntwo\nthree'), file('gone.env', 'A=1'), file('same', 'x')]
    const side = [file('a.yaml', 'one\nTWO\nthree\nfour'), file('new.env', 'B=2'), file('same', 'x')]
    expect(changesSince(base, side)).toEqual([
      { path: 'a.yaml', line: 2, removed: ['two'], added: ['TWO'] },
      { path: 'a.yaml', line: 4, removed: [], added: ['four'] },
      { path: 'gone.env', line: 1, removed: ['A=1'], added: [] },
      { path: 'new.env', line: 1, removed: [], added: ['B=2'] },
    ])
  })
})
