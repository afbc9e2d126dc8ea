// `environment: [TZ]` passes TZ on from outside: such names take their value where they are written, because an included file
// may see other variables than the file that includes it.
import { get, isNull, type MapNode, mapValues, type Node, scalar, textOf, withEntry } from './node'
import type { VariableScope, VariableUses } from './variables'

interface NameContext {
  scope: VariableScope
  session: { uses: VariableUses }
}

const withValues = (context: NameContext, pairs: Node, path: string, keep: boolean): Node =>
  pairs.kind !== 'map'
    ? pairs
    : mapValues(pairs, (value, name) => {
        if (!isNull(value) || value.tag) return value
        const resolved = context.scope.resolve(name)
        context.session.uses.record({ name, resolved, usedBy: `${path}.${name}` })
        if (resolved) return scalar(resolved.value, value.place)
        return keep ? value : undefined
      })

export const resolveServiceNames = (context: NameContext, service: MapNode, path: string): MapNode => {
  let result = service
  const environment = get(service, 'environment')
  if (environment)
    result = withEntry(result, 'environment', withValues(context, environment, `${path}.environment`, true))
  const build = get(service, 'build')
  const args = get(build, 'args')
  if (build?.kind === 'map' && args)
    result = withEntry(
      result,
      'build',
      withEntry(build, 'args', withValues(context, args, `${path}.build.args`, false)),
    )
  return result
}

/** A secret or config that names a variable gets that variable's value as its content. */
export const resolveContents = (context: NameContext, objects: Node, path: string): Node =>
  objects.kind !== 'map'
    ? objects
    : mapValues(objects, (object, key) => {
        const variable = get(object, 'environment')
        const name = textOf(variable)
        if (object.kind !== 'map' || !variable || !name) return object
        const resolved = context.scope.resolve(name)
        context.session.uses.record({ name, resolved, usedBy: `${path}.${key}.environment` })
        return resolved ? withEntry(object, 'content', scalar(resolved.value, variable.place)) : object
      })
