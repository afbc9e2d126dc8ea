// What a build by BuildKit asks for beyond building: what comes out and where it goes, and what it may do. Read for those who have
// limits only. Pure; throws on what is no message.
import { askedInGraphs, definitionsIn, type GraphAsked } from './sources'
import { type Field, fieldsOf, mapIn, textIn, textsIn } from './wire'

/** The kind of what comes out, and what is said of it. */
export type BuildOutput = { type: string; attrs: Record<string, string> }

export type BuildAsked = GraphAsked & {
  attrs: Record<string, string>
  outputs: BuildOutput[]
  /** Kinds of what is kept of its steps elsewhere. */
  cacheOutputs: string[]
  /** Kinds of where its steps are looked for. */
  cacheInputs: string[]
  entitlements: string[]
}

const kindsIn = (fields: readonly Field[], wanted: number): string[] =>
  textsIn(fields, wanted).map(({ bytes }) => textIn(fieldsOf(bytes), 1))

/** `definition`, `inputs`: the numbers of their fields. */
const graphsIn = (fields: readonly Field[], definition: number, inputs: number): GraphAsked =>
  askedInGraphs([...textsIn(fields, definition).map(({ bytes }) => bytes), ...definitionsIn(textsIn(fields, inputs))])

export function askedOfSolve(message: Buffer): BuildAsked {
  const fields = fieldsOf(message)
  const exporters = textsIn(fields, 13).map(({ bytes }) => fieldsOf(bytes))
  const caches = textsIn(fields, 8).map(({ bytes }) => fieldsOf(bytes))
  /** The client's session is asked what comes out. */
  const asksSession = fields.some(({ number }) => number === 14)
  return {
    attrs: mapIn(fields, 7),
    outputs: [
      // As clients said it before there could be several.
      { type: textIn(fields, 3), attrs: mapIn(fields, 4) },
      ...exporters.map((each) => ({ type: textIn(each, 1), attrs: mapIn(each, 2) })),
      ...(asksSession ? [{ type: 'what its session says', attrs: {} }] : []),
    ],
    cacheOutputs: caches.flatMap((each) => [...(textIn(each, 1) === '' ? [] : ['registry']), ...kindsIn(each, 4)]),
    cacheInputs: caches.flatMap((each) => kindsIn(each, 5)),
    ...graphsIn(fields, 2, 10),
    entitlements: textsIn(fields, 9).map(({ bytes }) => bytes.toString('utf8')),
  }
}

/** Of the client's part of a build. */
export function askedOfFrontend(message: Buffer): BuildAsked {
  const fields = fieldsOf(message)
  return {
    attrs: mapIn(fields, 3),
    outputs: [],
    cacheOutputs: [],
    cacheInputs: kindsIn(fields, 12),
    ...graphsIn(fields, 1, 13),
    entitlements: [],
  }
}
