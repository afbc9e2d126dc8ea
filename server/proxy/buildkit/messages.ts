// The few fields of BuildKit's messages that say where a build has to go; all else stays bytes. Pure; throws on what is no message.

export type SolveRequest = {
  ref: string
  session: string
  /** A gateway build has neither: what it is follows in a message of its own. */
  isWhole: boolean
  attrs: Record<string, string>
  /** Of the image that comes out. */
  names: string[]
  /** Kinds of what comes out. */
  outputs: string[]
  /** What it may do beyond building. */
  entitlements: string[]
}

/** Null: a number of some kind. */
type Field = { number: number; bytes: Buffer | null }
type Text = { bytes: Buffer }

/** Older builders keep the lower half of a number that is larger, and so would read a field that nobody here has looked at. */
const mostFieldNumber = 2 ** 29 - 1

const lengthDelimited = 2
/** Bytes of a field of fixed size, by wire type. */
const fixedSizes: Record<number, number> = { 1: 8, 5: 4 }

function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = []
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = message[at]
      if (byte === undefined) break
      at += 1
      // Beyond 53 bits only the sizes of what is skipped could suffer, and none is that large.
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new Error('it ends in a number')
  }
  while (at < message.length) {
    const tag = varint()
    const [number, type] = [Math.floor(tag / 8), tag % 8]
    if (number < 1 || number > mostFieldNumber) throw new Error(`there is no field ${number}`)
    if (type === 0) {
      varint()
      fields.push({ number, bytes: null })
      continue
    }
    const size = type === lengthDelimited ? varint() : fixedSizes[type]
    if (size === undefined || at + size > message.length) throw new Error(`field ${number} is cut short`)
    fields.push({ number, bytes: type === lengthDelimited ? message.subarray(at, at + size) : null })
    at += size
  }
  return fields
}

/** Of another kind than it should be, builders of some ages take it and those of others pass it over. */
const textsIn = (fields: readonly Field[], wanted: number): Text[] =>
  fields.flatMap(({ number, bytes }) => {
    if (number !== wanted) return []
    if (bytes === null) throw new Error(`field ${number} is no text`)
    return [{ bytes }]
  })

const textIn = (fields: readonly Field[], wanted: number): string =>
  textsIn(fields, wanted).at(-1)?.bytes.toString('utf8') ?? ''

const mapIn = (fields: readonly Field[], wanted: number): Record<string, string> =>
  Object.fromEntries(
    textsIn(fields, wanted).map(({ bytes }) => {
      const entry = fieldsOf(bytes)
      return [textIn(entry, 1), textIn(entry, 2)]
    }),
  )

const namesIn = ({ name = '' }: Record<string, string>): string[] => name.split(',').filter((each) => each !== '')

export function readSolve(message: Buffer): SolveRequest {
  const fields = fieldsOf(message)
  const exporters = textsIn(fields, 13).map(({ bytes }) => fieldsOf(bytes))
  const hasDefinition = textsIn(fields, 2).some(({ bytes }) => bytes.length > 0)
  /** The client's session is asked what comes out. */
  const asksSession = fields.some(({ number }) => number === 14)
  return {
    ref: textIn(fields, 1),
    session: textIn(fields, 5),
    isWhole: hasDefinition || textIn(fields, 6) !== '',
    attrs: mapIn(fields, 7),
    names: [...new Set([mapIn(fields, 4), ...exporters.map((each) => mapIn(each, 2))].flatMap(namesIn))],
    outputs: [
      textIn(fields, 3),
      ...exporters.map((each) => textIn(each, 1)),
      ...(asksSession ? ['what its session says'] : []),
    ],
    entitlements: textsIn(fields, 9).map(({ bytes }) => bytes.toString('utf8')),
  }
}

/** What a gateway build is asked for. */
export const readFrontendOptions = (message: Buffer): Record<string, string> => mapIn(fieldsOf(message), 3)

export const readRef = (message: Buffer): string => textIn(fieldsOf(message), 1)

/** Classic Swarm's expressions among the build arguments of a frontend. */
export const expressionsIn = (attrs: Readonly<Record<string, string>>): string[] =>
  Object.entries(attrs).flatMap(([name, value]) =>
    /^build-arg:(constraint|affinity|whitelist):/.test(name) ? [`${name.slice('build-arg:'.length)}=${value}`] : [],
  )
