// Protobuf as far as it is read here: fields by their number, texts and maps; numbers are told from texts and passed over. Pure; throws
// on what is no message, and on what builders of some ages would read otherwise.

/** Null: a number of some kind. */
export type Field = { number: number; bytes: Buffer | null }
type Text = { bytes: Buffer }

/** Older builders keep the lower half of a number that is larger, and so would read a field that nobody here has looked at. */
const mostFieldNumber = 2 ** 29 - 1

const lengthDelimited = 2
/** Bytes of a field of fixed size, by wire type. */
const fixedSizes: Record<number, number> = { 1: 8, 5: 4 }

export function fieldsOf(message: Buffer): Field[] {
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
export const textsIn = (fields: readonly Field[], wanted: number): Text[] =>
  fields.flatMap(({ number, bytes }) => {
    if (number !== wanted) return []
    if (bytes === null) throw new Error(`field ${number} is no text`)
    return [{ bytes }]
  })

export const textIn = (fields: readonly Field[], wanted: number): string =>
  textsIn(fields, wanted).at(-1)?.bytes.toString('utf8') ?? ''

export const mapIn = (fields: readonly Field[], wanted: number): Record<string, string> =>
  Object.fromEntries(
    textsIn(fields, wanted).map(({ bytes }) => {
      const entry = fieldsOf(bytes)
      return [textIn(entry, 1), textIn(entry, 2)]
    }),
  )
