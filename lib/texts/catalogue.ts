// The shape of the interface texts: one file a subject, English and German side by side, so that a translator sees both
// and a missing or surplus text is a type error. Texts with parts are functions, which makes plurals plain code and
// needs no message parser in the browser; each page ships only the subjects that it shows.
//
// To write one: `export const hostTexts = catalogue({ en: { title: 'Hosts', … }, de: { title: 'Hosts', … } })`.
// To show one: `const t = useTexts(hostTexts)` in a component, `textsNow(hostTexts)` in an event handler.

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** What a text may be: words, a function from its parts to words, or a group of texts. */
// biome-ignore lint/suspicious/noExplicitAny: a text takes whatever parts its sentence has
export type Texts = { [name: string]: string | ((...parts: any[]) => string) | Texts }

/** The same names and parts, other words. */
type Translated<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...parts: infer P) => string
      ? (...parts: P) => string
      : Translated<T[K]>
}

export type Catalogue<T extends Texts> = { en: Translated<T>; de: Translated<T> }

export const catalogue = <T extends Texts>(texts: { en: T; de: Translated<NoInfer<T>> }): Catalogue<T> =>
  // English is its own translation, which the compiler cannot see.
  texts as unknown as Catalogue<T>

/** `1 host`, `3 hosts`, the number as the language writes it, a no-break space between. */
export const counted = (language: Language, value: number, one: string, many: string): string =>
  `${value.toLocaleString(language)}\u00a0${value === 1 ? one : many}`
