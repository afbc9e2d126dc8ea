// A value that this browser keeps: read by components, the same in every tab of it, and nothing where storage is refused.
import { useCallback, useSyncExternalStore } from 'react'
import type { z } from 'zod'

const listeners = new Set<() => void>()
const tell = () => {
  for (const heard of listeners) heard()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

function readText(key: string): string | null {
  try {
    return window.localStorage.getItem(key)
  } catch {
    return null
  }
}

/** Null for what is not there or is none such: it may be from another version. */
export function parseStored<T>(text: string | null, schema: z.ZodType<T>): T | null {
  if (text === null) return null
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

const cache = new Map<string, { text: string | null; value: unknown }>()

/** The same object as long as the text is the same. `schema` belongs to the key. */
function read<T>(key: string, schema: z.ZodType<T>): T | null {
  const text = readText(key)
  const known = cache.get(key)
  if (known && known.text === text) return known.value as T | null
  const value = parseStored(text, schema)
  cache.set(key, { text, value })
  return value
}

/** The setter gives false when the browser does not keep it. */
export function useStored<T>(key: string, schema: z.ZodType<T>): [T | null, (value: T | null) => boolean] {
  const value = useSyncExternalStore(
    subscribe,
    () => read(key, schema),
    () => null,
  )
  const set = useCallback(
    (next: T | null) => {
      try {
        if (next === null) window.localStorage.removeItem(key)
        else window.localStorage.setItem(key, JSON.stringify(next))
        tell()
        return true
      } catch {
        return false
      }
    },
    [key],
  )
  return [value, set]
}
