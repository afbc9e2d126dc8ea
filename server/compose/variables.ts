// Where a variable's value comes from, and the account of every use that the console shows: value, origin, places.
import type { VariableUse } from '@/lib/contract/stacks'

export interface Resolved {
  value: string
  /** `set in console`, `environment`, `.env line 3` */
  origin: string
}

/** A chain of sources; the first that knows a name decides. */
export interface VariableScope {
  resolve(name: string): Resolved | undefined
}

export const scopeOf = (values: Readonly<Record<string, string>>, origin: string): VariableScope => {
  const known = new Map(Object.entries(values))
  return {
    resolve: (name) => {
      const value = known.get(name)
      return value === undefined ? undefined : { value, origin }
    },
  }
}

export const scopeOfResolved = (known: ReadonlyMap<string, Resolved>): VariableScope => ({
  resolve: (name) => known.get(name),
})

export const chainScopes = (...scopes: VariableScope[]): VariableScope => ({
  resolve: (name) => {
    for (const scope of scopes) {
      const found = scope.resolve(name)
      if (found) return found
    }
    return undefined
  },
})

export const masked = '••••••'
const secretName =
  /pass(?:word|wd|phrase)?|secret|token|credential|private|api_?key|access_?key|auth_?key|encryption|salt|(?:^|_)key(?:$|_)|dsn/i

export const isSecretName = (name: string): boolean => secretName.test(name)

export interface VariableUses {
  record(use: { name: string; resolved: Resolved | undefined; fallback?: string | undefined; usedBy: string }): void
  list(): VariableUse[]
}

const maximumPlaces = 100

export const createVariableUses = (): VariableUses => {
  const uses = new Map<string, VariableUse>()
  return {
    record({ name, resolved, fallback, usedBy }) {
      const use = uses.get(name)
      if (use) {
        if (!use.usedBy.includes(usedBy) && use.usedBy.length < maximumPlaces) use.usedBy.push(usedBy)
        if (use.origin !== 'nowhere' || (!resolved && fallback === undefined)) return
      }
      const secret = isSecretName(name)
      const value = resolved?.value ?? fallback ?? null
      uses.set(name, {
        name,
        value: secret && value ? masked : value,
        secret,
        origin: resolved?.origin ?? (fallback === undefined ? 'nowhere' : 'default in file'),
        usedBy: use?.usedBy ?? [usedBy],
      })
    },
    list: () => [...uses.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}
