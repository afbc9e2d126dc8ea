// Two people changed the same stack: what each changed since their common revision is put together line by line, and where
// both changed the same lines, a person chooses. Nothing of either is dropped in silence. Pure.
import { diff3Merge, diffPatch } from 'node-diff3'
import type { SourceFile } from './contract/stacks'

export type Side = 'mine' | 'theirs'

export type Piece =
  | { lines: string[] }
  /** `line`: in the text of `mine`, from 1. */
  | { mine: string[]; base: string[]; theirs: string[]; line: number }

export type MergedFile = {
  path: string
  pieces: Piece[]
  /** Whose change is in it; `same` when nobody's or both made the same. */
  changedBy: Side | 'both' | 'same'
  /** One side removed the file, the other changed it; the piece then holds the choice. */
  isRemoval: boolean
}

const linesOf = (text: string): string[] => text.split('\n')

export const isConflict = (piece: Piece): piece is Extract<Piece, { mine: string[] }> => 'mine' in piece

export function mergeText(base: string, mine: string, theirs: string): Piece[] {
  const regions = diff3Merge(linesOf(mine), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true })
  return regions.map((region): Piece => {
    const { conflict } = region
    if (!conflict) return { lines: region.ok ?? [] }
    return { mine: conflict.a, base: conflict.o, theirs: conflict.b, line: conflict.aIndex + 1 }
  })
}

/** `line`: in the text as it is afterwards, from 1. */
export type Change = { path: string; line: number; removed: string[]; added: string[] }

/** What one side changed since the common revision, place by place; a file that is new or gone is one place. */
export function changesSince(base: readonly SourceFile[], side: readonly SourceFile[]): Change[] {
  const paths = [...new Set([...base, ...side].map(({ path }) => path))]
  const textOf = (files: readonly SourceFile[], path: string) => files.find((file) => file.path === path)?.content
  return paths.flatMap((path) => {
    const [was, now] = [textOf(base, path), textOf(side, path)]
    const from = was === undefined ? [] : linesOf(was)
    const to = now === undefined ? [] : linesOf(now)
    return diffPatch(from, to).map(
      ({ buffer1, buffer2 }): Change => ({
        path,
        line: buffer2.offset + 1,
        removed: [...buffer1.chunk],
        added: [...buffer2.chunk],
      }),
    )
  })
}

/** The text, once each conflict has its choice, in order. */
export function resolveText(pieces: readonly Piece[], choices: readonly Side[]): string {
  let at = 0
  const lines = pieces.flatMap((piece) => (isConflict(piece) ? piece[choices[at++] ?? 'mine'] : piece.lines))
  return lines.join('\n')
}

export function mergeFiles(
  base: readonly SourceFile[],
  mine: readonly SourceFile[],
  theirs: readonly SourceFile[],
): MergedFile[] {
  const paths = [...new Set([...mine, ...theirs].map(({ path }) => path))]
  const textOf = (files: readonly SourceFile[], path: string) => files.find((file) => file.path === path)?.content
  return paths.flatMap((path): MergedFile[] => {
    const [was, own, other] = [textOf(base, path), textOf(mine, path), textOf(theirs, path)]
    if (own === undefined || other === undefined) return oneSided(path, was, own, other)
    const changedBy = own === other ? 'same' : own === was ? 'theirs' : other === was ? 'mine' : 'both'
    return [{ path, pieces: mergeText(was ?? '', own, other), changedBy, isRemoval: false }]
  })
}

/** The file is on one side only: new there, or removed on the other. */
function oneSided(path: string, was: string | undefined, own?: string, other?: string): MergedFile[] {
  const kept = own ?? other ?? ''
  const side: Side = own === undefined ? 'theirs' : 'mine'
  if (was === undefined) return [{ path, pieces: [{ lines: linesOf(kept) }], changedBy: side, isRemoval: false }]
  // Removed by one and left alone by the other: it goes.
  if (kept === was) return []
  const piece = { mine: linesOf(own ?? ''), base: linesOf(was), theirs: linesOf(other ?? ''), line: 1 }
  return [{ path, pieces: [piece], changedBy: 'both', isRemoval: true }]
}

export const conflictsOf = (merged: readonly MergedFile[]) =>
  merged.flatMap(({ path, pieces, isRemoval }) =>
    pieces.filter(isConflict).map((piece) => ({ path, piece, isRemoval })),
  )

/** The files that come of it; `choices` go with `conflictsOf`, in order. A file chosen to be removed is left out. */
export function resolveFiles(merged: readonly MergedFile[], choices: readonly Side[]): SourceFile[] {
  let at = 0
  return merged.flatMap(({ path, pieces, isRemoval }) => {
    const count = pieces.filter(isConflict).length
    const content = resolveText(pieces, choices.slice(at, at + count))
    at += count
    return isRemoval && content === '' ? [] : [{ path, content }]
  })
}
