// Operations in the making: added one by one, tied to each other, and never in a circle.
import type { Operation, OperationKind } from '@/lib/contract/deployments'

export type NewOperation = {
  kind: OperationKind
  hostId: string
  hostName: string
  target: string
  service: string | null
  why: string
  after: readonly string[]
  input: Record<string, unknown>
  /** Tells apart operations of one kind on one target. */
  variant?: string
}

export type OperationGraph = {
  add(operation: NewOperation): string
  /** False, and nothing done, when that would make a circle. */
  order(id: string, after: string): boolean
  /** Does the second wait for the first, directly or not? */
  precedes(first: string, second: string): boolean
  list(): Operation[]
}

export const createOperationGraph = (): OperationGraph => {
  const operations = new Map<string, Operation>()
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (from === to) return true
    if (seen.has(from)) return false
    seen.add(from)
    return (operations.get(from)?.after ?? []).some((id) => reaches(id, to, seen))
  }
  return {
    add: ({ hostName, variant, after, ...rest }) => {
      const id = [rest.kind, hostName, rest.target, variant].filter(Boolean).join(' ')
      const known = operations.get(id)
      if (known === undefined) operations.set(id, { id, ...rest, after: [...new Set(after)] })
      else known.after = [...new Set([...known.after, ...after])]
      return id
    },
    order: (id, after) => {
      const operation = operations.get(id)
      if (operation === undefined || operation.after.includes(after)) return operation !== undefined
      if (reaches(after, id)) return false
      operation.after.push(after)
      return true
    },
    precedes: (first, second) => reaches(second, first),
    list: () => inOrder([...operations.values()]),
  }
}

/** Each after all those it waits for, otherwise as they were added: so the list reads as what will happen. */
const inOrder = (operations: Operation[]): Operation[] => {
  const byId = new Map(operations.map((operation) => [operation.id, operation]))
  const done = new Set<string>()
  const ordered: Operation[] = []
  const visit = (operation: Operation): void => {
    if (done.has(operation.id)) return
    done.add(operation.id)
    for (const id of operation.after) {
      const before = byId.get(id)
      if (before !== undefined) visit(before)
    }
    ordered.push(operation)
  }
  for (const operation of operations) visit(operation)
  return ordered
}
