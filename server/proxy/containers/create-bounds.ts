// How much of a create is weighed here, host by host: far more than anybody means, and little enough that no body, however it is made,
// keeps everybody else waiting. Pure.
import { badRequest } from '../http/docker-error'
import { isObject, type JsonObject } from '../http/read-body'

const mostInHost = { Binds: 1_000, Mounts: 1_000, Links: 250, VolumesFrom: 250, PortBindings: 20_000 }
const mostInBody = { Labels: 5_000, ExposedPorts: 20_000 }
const mostNetworks = 250
/** Of all expressions together: one of them may be a pattern that is tried on each host. */
const longestExpressions = 16 * 1024

const sizeOf = (value: unknown): number => {
  if (Array.isArray(value)) return value.length
  return isObject(value) ? Object.keys(value).length : 0
}

function requireFew(object: unknown, most: Record<string, number>): void {
  if (!isObject(object)) return
  for (const [name, limit] of Object.entries(most)) {
    const size = sizeOf(object[name])
    if (size > limit) throw badRequest(`The body has ${size} ${name}: at most ${limit} are taken.`)
  }
}

/** Of a body whose names are spelled as the API does. Throws invalid_input. */
export function requireBounds(body: JsonObject): void {
  requireFew(body, mostInBody)
  requireFew(body.HostConfig, mostInHost)
  requireFew(body.NetworkingConfig, { EndpointsConfig: mostNetworks })
}

/** Of what asks for hosts, as expressions or as the labels in which they stand. Throws invalid_input. */
export function requireShort(expressions: readonly string[]): void {
  const length = expressions.reduce((sum, each) => sum + each.length, 0)
  if (length > longestExpressions) {
    throw badRequest(
      `Constraints and affinities are ${length} characters long: at most ${longestExpressions} are taken.`,
    )
  }
}
