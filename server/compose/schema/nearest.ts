// "Did you mean …": the known word that needs the fewest edits, if it is near enough to be what was meant.

const distance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[b.length] ?? 0
}

export const nearest = (word: string, known: readonly string[]): string | undefined => {
  if (word.length > 40) return undefined
  const lower = word.toLowerCase().replaceAll('-', '_')
  const mostEdits = Math.max(1, Math.floor(word.length / 4))
  let best: { name: string; edits: number } | undefined
  for (const name of known) {
    if (Math.abs(name.length - lower.length) > mostEdits) continue
    const edits = distance(lower, name)
    if (!best || edits < best.edits) best = { name, edits }
  }
  return best && best.edits <= mostEdits ? best.name : undefined
}
