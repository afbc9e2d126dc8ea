// Services that wait for each other would never start. Each circle is named whole, at the dependency that closes it.

import { get, type MapEntry, type Node } from '../node'
import type { ConsistencyContext } from './context'

const dependencies = (service: Node | undefined): [string, MapEntry][] => {
  const node = get(service, 'depends_on')
  return node?.kind === 'map' ? [...node.entries] : []
}

interface Visit {
  name: string
  rest: [string, MapEntry][]
}

export const checkCycles = ({ enabled, report }: ConsistencyContext): void => {
  const done = new Set<string>()
  const visit = (name: string): Visit => ({ name, rest: dependencies(enabled.entries.get(name)?.value).reverse() })
  for (const start of enabled.entries.keys()) {
    if (done.has(start)) continue
    // A list instead of recursion: a chain may be as long as the file.
    const trail = [visit(start)]
    const onTrail = new Set([start])
    while (trail.length > 0) {
      const current = trail.at(-1)
      const next = current?.rest.pop()
      if (!current || !next) {
        if (current) {
          done.add(current.name)
          onTrail.delete(current.name)
        }
        trail.pop()
        continue
      }
      const [name, entry] = next
      if (onTrail.has(name)) {
        const circle = [...trail.slice(trail.findIndex((step) => step.name === name)).map((step) => step.name), name]
        const path = `services.${current.name}.depends_on.${name}`
        report.add({
          code: 'reference.cycle',
          message:
            circle.length === 2
              ? `${path}: the service depends on itself`
              : `${path} closes a circle: ${circle.join(' → ')}`,
          fix: 'remove one of these dependencies',
          path,
          place: entry.key,
        })
      } else if (!done.has(name) && enabled.entries.has(name)) {
        trail.push(visit(name))
        onTrail.add(name)
      }
    }
  }
}
