// The few fields of BuildKit's messages that say where a build has to go; all else stays bytes. Pure; throws on what is no message.
import { fieldsOf, mapIn, textIn, textsIn } from './wire'

export type SolveRequest = {
  ref: string
  session: string
  /** A gateway build has neither: what it is follows in a message of its own. */
  isWhole: boolean
  attrs: Record<string, string>
  /** Of the image that comes out. */
  names: string[]
}

const namesIn = ({ name = '' }: Record<string, string>): string[] => name.split(',').filter((each) => each !== '')

export function readSolve(message: Buffer): SolveRequest {
  const fields = fieldsOf(message)
  const exporters = textsIn(fields, 13).map(({ bytes }) => fieldsOf(bytes))
  const hasDefinition = textsIn(fields, 2).some(({ bytes }) => bytes.length > 0)
  return {
    ref: textIn(fields, 1),
    session: textIn(fields, 5),
    isWhole: hasDefinition || textIn(fields, 6) !== '',
    attrs: mapIn(fields, 7),
    names: [...new Set([mapIn(fields, 4), ...exporters.map((each) => mapIn(each, 2))].flatMap(namesIn))],
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
