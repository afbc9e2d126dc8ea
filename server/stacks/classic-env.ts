// Classic Swarm's expressions in a service's environment: they place the container and are no part of its environment,
// but stand in its labels afterwards, where `docker inspect` shows them.
import type { Service } from '@/server/compose/model-service'

const kinds = [
  ['constraint', 'com.docker.swarm.constraints'],
  ['affinity', 'com.docker.swarm.affinities'],
  ['whitelist', 'com.docker.swarm.whitelists'],
  ['reschedule', 'com.docker.swarm.reschedule-policies'],
] as const

const isExpression = (entry: string): boolean => kinds.some(([kind]) => entry.startsWith(`${kind}:`))

/** As Docker has it, `NAME=value`; a variable without a value is not passed on. */
export const environmentOf = (service: Service): { env: string[]; expressions: string[] } => {
  const entries = Object.entries(service.environment ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${value}`],
  )
  // YAML may hold a whole expression as a key without a value.
  const bare = Object.entries(service.environment ?? {}).flatMap(([name, value]) => (value === null ? [name] : []))
  return {
    env: entries.filter((entry) => !isExpression(entry)),
    expressions: [...entries, ...bare].filter(isExpression),
  }
}

const listIn = (text: string | undefined): string[] => {
  if (text === undefined) return []
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []
  } catch {
    return []
  }
}

export const expressionLabels = (
  expressions: readonly string[],
  labels: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(
    kinds.flatMap(([kind, label]) => {
      const own = expressions
        .filter((entry) => entry.startsWith(`${kind}:`))
        .map((entry) => entry.slice(kind.length + 1))
      return own.length > 0 ? [[label, JSON.stringify([...listIn(labels[label]), ...own])]] : []
    }),
  )
