// Where the browser has its German, once it has been loaded: scripts/one-language.cjs leaves only the English in the catalogues.
import type { Texts } from './catalogue'

const loaded = new Map<string, Texts>()

export function takeGerman(catalogues: { readonly [name: string]: { de: Texts } }): void {
  for (const [name, { de }] of Object.entries(catalogues)) loaded.set(name, de)
}

/** Of the catalogue with that name. */
export const germanOf = (name: string): Texts | undefined => loaded.get(name)
