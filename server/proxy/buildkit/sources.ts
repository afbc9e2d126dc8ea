// Where a build by BuildKit gets things from, as far as its client says so; and how builders are told to get nothing from an address,
// whoever asks them in the course of it: a Dockerfile, a frontend that is an image. Builders before 0.11 do not hear that. Pure but for chance.
import { randomUUID } from 'node:crypto'
import { fieldsOf, textIn, textsIn } from './wire'

/** Of the graph that a client has made itself. What one of its steps makes is a graph that nobody here can read. */
export function sourcesIn(definition: Buffer): string[] {
  return textsIn(fieldsOf(definition), 1).flatMap(({ bytes }) => {
    const step = fieldsOf(bytes)
    const sources = textsIn(step, 3).map(({ bytes: source }) => textIn(fieldsOf(source), 1))
    return textsIn(step, 5).length > 0 ? [...sources, 'a graph of its own making'] : sources
  })
}

/** Of several graphs by name. */
export const inputsIn = (entries: readonly { bytes: Buffer }[]): string[] =>
  entries.flatMap(({ bytes }) => textsIn(fieldsOf(bytes), 2).flatMap((each) => sourcesIn(each.bytes)))

const varint = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)])
const text = (number: number, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes])
const count = (number: number, value: number): Buffer => Buffer.from([...varint(number * 8), ...varint(value)])

const policyField = 12
const [deny, regex] = [1, 2]

/**
 * The request with one more rule behind all that its client has given, and the last one counts. Builders know rules by their words, so
 * with other words than anybody can guess: a rule with the same and a condition of its own would stand for this one.
 */
export function withoutCalls(solve: Buffer): Buffer {
  const words = Buffer.from(`^(https?|git|ssh)://|^${randomUUID()}$`)
  const rule = Buffer.concat([count(1, deny), text(2, Buffer.concat([text(1, words), count(2, regex)]))])
  return Buffer.concat([solve, text(policyField, Buffer.concat([count(1, 1), text(2, rule)]))])
}
