// Where a build by BuildKit gets things from, as far as its client says so; and how builders are told to get nothing from an address,
// whoever asks them in the course of it: a Dockerfile, a frontend that is an image. Builders before 0.11 do not hear that. Pure but for chance.
import { randomUUID } from 'node:crypto'
import { type Field, fieldsOf, textIn, textsIn } from './wire'

/** What the steps of graphs ask for that their client has made itself. */
export type GraphAsked = { sources: string[]; cgroupParents: string[] }

/** `definitions`: each a graph. What one of its steps makes is a graph that nobody here can read. */
export function askedInGraphs(definitions: readonly Buffer[]): GraphAsked {
  const steps = definitions.flatMap((each) => textsIn(fieldsOf(each), 1).map(({ bytes }) => fieldsOf(bytes)))
  const inParts = (step: readonly Field[], part: number, wanted: number): string[] =>
    textsIn(step, part).flatMap(({ bytes }) => textsIn(fieldsOf(bytes), wanted).map((each) => each.bytes.toString()))
  return {
    sources: steps.flatMap((step) => [
      ...textsIn(step, 3).map(({ bytes }) => textIn(fieldsOf(bytes), 1)),
      ...(textsIn(step, 5).length > 0 ? ['a graph of its own making'] : []),
    ]),
    cgroupParents: steps.flatMap((step) => textsIn(step, 2).flatMap(({ bytes }) => inParts(fieldsOf(bytes), 1, 10))),
  }
}

/** Graphs by name. */
export const definitionsIn = (entries: readonly { bytes: Buffer }[]): Buffer[] =>
  entries.flatMap(({ bytes }) => textsIn(fieldsOf(bytes), 2).map((each) => each.bytes))

const varint = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)])
const text = (number: number, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes])
const count = (number: number, value: number): Buffer => Buffer.from([...varint(number * 8), ...varint(value)])

const sentLater = '^http://buildkit-session/\\w+$'
/**
 * What the client sends over its session (`docker build - < context.tar`): builders ask no host for it. With the ending of a repository it
 * would be one, of a host with this name.
 */
export const fromSession = new RegExp(sentLater)

const policyField = 12
const [allow, deny, regex] = [0, 1, 2]

/**
 * Builders know rules by their words, so with other words than anybody can guess: a rule with the same and a condition of its own would
 * stand for this one.
 */
function ruleOf(action: number, words: string): Buffer {
  const selector = Buffer.concat([text(1, Buffer.from(`${words}|^${randomUUID()}$`)), count(2, regex)])
  return text(2, Buffer.concat([count(1, action), text(2, selector)]))
}

/** The request with rules of ours behind all that its client has given; the last one that fits counts. */
export function withoutCalls(solve: Buffer): Buffer {
  const rules = [ruleOf(deny, '^(https?|git|ssh)://'), ruleOf(allow, sentLater)]
  return Buffer.concat([solve, text(policyField, Buffer.concat([count(1, 1), ...rules]))])
}
