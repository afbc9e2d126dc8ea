// The shape of the sentences that the server makes: its English is the key, the German stands beside it, as in gettext.
// So the API, logs and stored rows say what they always said, and the console reads it in the reader's language.
//
// `{name}` is one word of data, `{~state}` one word of the list in words.ts. `{+why}` is read in turn; if it is nobody's
// sentence it is an engine's own and stays as it came. So is `{*asked}`, but what is not read there is plain data.

type Marks<T extends string> = T extends `${string}{${infer Mark}}${infer Rest}`
  ? Exclude<Mark extends `+${infer Name}` | `~${infer Name}` | `*${infer Name}` ? Name : Mark, ''> | Marks<Rest>
  : never

/** The German takes the parts that the English has, no more and no less. */
type SameParts<English, German> = [Marks<English & string>] extends [Marks<German & string>]
  ? [Marks<German & string>] extends [Marks<English & string>]
    ? German
    : `has a part too many: ${Exclude<Marks<German & string>, Marks<English & string>>}`
  : `lacks a part: ${Exclude<Marks<English & string>, Marks<German & string>>}`

export type Sentences = { readonly [english: string]: string }

export const sentences = <const T extends Sentences>(rows: { [E in keyof T]: SameParts<E, T[E]> }): Sentences =>
  rows as unknown as Sentences
