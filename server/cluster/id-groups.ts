// Ids under names. Nearly every name has one id, and thirty thousand sets of one take more room than all their names: so a lone id
// stands as itself.

export type IdGroups = {
  get(name: string): Iterable<string>
  add(name: string, id: string): void
  delete(name: string, id: string): void
}

export function createIdGroups(): IdGroups {
  const groups = new Map<string, string | Set<string>>()
  return {
    get(name) {
      const group = groups.get(name) ?? []
      return typeof group === 'string' ? [group] : group
    },
    add(name, id) {
      const group = groups.get(name)
      if (group === undefined) groups.set(name, id)
      else if (typeof group !== 'string') group.add(id)
      else if (group !== id) groups.set(name, new Set([group, id]))
    },
    delete(name, id) {
      const group = groups.get(name)
      if (group === id) groups.delete(name)
      else if (typeof group === 'object' && group.delete(id) && group.size === 0) groups.delete(name)
    },
  }
}
