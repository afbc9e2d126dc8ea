// One value for equal ones. The same image, label or network stands in the answers of a thousand engines, and each answer brings
// its own copy: kept as they come they are a third of all that is known of a large cluster.

/** Then it begins anew: what is in use stays, and what nobody has any more is let go. */
const most = 100_000

function createShared<T>() {
  const known = new Map<string, T>()
  return (key: string, make: (key: string) => T): T => {
    const before = known.get(key)
    if (before !== undefined) return before
    if (known.size >= most) known.clear()
    const made = make(key)
    known.set(key, made)
    return made
  }
}

const texts = createShared<string>()
const objects = createShared<object>()
const itself = (text: string) => text

/** Of those that are this short the parser of JSON itself keeps one. */
const shortText = 10

export const sharedText = (text: string): string => (text.length <= shortText ? text : texts(text, itself))

/** Frozen, since it belongs to many. `key`: all that tells it from others. */
export const sharedObject = <T extends object>(key: string, make: () => T): T =>
  objects(key, () => Object.freeze(make())) as T

/** As a piece of a longer text it would keep that one in memory. */
export const ownText = (text: string): string => Buffer.from(text).toString()

const empty: readonly never[] = Object.freeze([])

/** Without the room to grow that a list has while it is filled. */
export const keptList = <T>(list: readonly T[]): T[] => (list.length === 0 ? (empty as unknown as T[]) : list.slice())

const noLabels: Record<string, string> = Object.freeze({})

/** Labels and options as an engine sent them, which belong to the caller. */
export function keptLabels(labels: Record<string, string> | null | undefined): Record<string, string> {
  if (typeof labels !== 'object') return noLabels
  let isEmpty = true
  for (const key in labels) {
    isEmpty = false
    const value: unknown = labels[key]
    if (typeof value === 'string') labels[key] = sharedText(value)
  }
  return isEmpty ? noLabels : (labels as Record<string, string>)
}
