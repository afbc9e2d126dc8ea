// What the filter bar of containers completes with beside hosts, stacks and services: what the rows in sight carry.
import { useMemo, useRef } from 'react'
import type { KnownValues } from '@/components/ui/filter-tokens'
import { useKnownValues } from '@/lib/client/use-known-values'
import type { Container } from '@/lib/contract/containers'

const lookedAt = 200
const mostValues = 100

/** Each once, the most frequent first. */
export function seenValues(rows: readonly Container[], valuesOf: (container: Container) => string[]): string[] {
  const counts = new Map<string, number>()
  for (const value of rows.flatMap(valuesOf)) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || a.localeCompare(b))
    .slice(0, mostValues)
    .map(([value]) => value)
}

const publishedPorts = ({ actualPorts }: Container): string[] =>
  actualPorts.map(({ hostPort }) => hostPort).filter((port) => port !== '')

export function useValuesInSight(rowAt: (index: number) => Container | undefined): KnownValues {
  const known = useKnownValues()
  const latest = useRef(rowAt)
  latest.current = rowAt
  return useMemo(() => {
    // Asked while somebody types, not at each render.
    const seen = (valuesOf: (container: Container) => string[]) => {
      const rows = Array.from({ length: lookedAt }, (_, index) => latest.current(index))
      return seenValues(
        rows.filter((row) => row !== undefined),
        valuesOf,
      )
    }
    return {
      ...known,
      get image() {
        return seen(({ image }) => [image])
      },
      get name() {
        return seen(({ name }) => [name])
      },
      get network() {
        return seen(({ networks }) => networks.map(({ name }) => name))
      },
      get label() {
        return seen(({ labels }) => Object.entries(labels).map(([key, value]) => (value ? `${key}=${value}` : key)))
      },
      get port() {
        return seen(publishedPorts)
      },
    }
  }, [known])
}
