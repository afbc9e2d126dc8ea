// What is typed in the palette: a verb before a name ("restart web", "drain kiel"), or the words of a name. Pure.
import type { paletteTexts } from '@/lib/texts/palette'

type Words = (typeof paletteTexts)['en']
export type PaletteVerb = keyof Words['typed']

/** Shorter beginnings mean a name more often than a verb. */
const shortest = 3

/** The verbs that the first word may mean, and the name after it, which may be empty. Null: it is no verb. */
export function typedVerb(text: string, typed: Words['typed']): { verbs: PaletteVerb[]; name: string } | null {
  const [first = '', ...rest] = text.trim().toLowerCase().split(/\s+/)
  if (first.length < shortest) return null
  const verbs = (Object.keys(typed) as PaletteVerb[]).filter((verb) =>
    typed[verb].split(' ').some((word) => word.startsWith(first)),
  )
  return verbs.length === 0 ? null : { verbs, name: rest.join(' ') }
}

/** Each word that is asked for is in it, in whatever order. */
export const namedAs = (name: string, asked: string): boolean => {
  const text = name.toLowerCase()
  return asked
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
