// Which host has which engine and which name, found without a walk over all of them: each of a thousand hosts asks it at each look.
import { type HostView, hostNameOf } from './host-view'
import type { StoredHost } from './types'

type Views = Map<string, Set<HostView>>

const put = (views: Views, key: string | null, view: HostView) => {
  if (key === null) return
  const group = views.get(key)
  if (group) group.add(view)
  else views.set(key, new Set([view]))
}
const drop = (views: Views, key: string | null, view: HostView) => {
  if (key === null) return
  const group = views.get(key)
  group?.delete(view)
  if (group?.size === 0) views.delete(key)
}
const other = (views: Views, key: string, exceptId: string): HostView | undefined => {
  for (const view of views.get(key) ?? []) if (view.record.id !== exceptId) return view
  return undefined
}

export function createRoster() {
  const byEngine: Views = new Map()
  const byName: Views = new Map()
  const byCallName: Views = new Map()
  const present = new Set<HostView>()
  let revision = 0
  const add = (view: HostView) => {
    revision += 1
    present.add(view)
    put(byEngine, view.record.engineId, view)
    put(byName, view.record.name, view)
    put(byCallName, hostNameOf(view.record), view)
  }
  const remove = (view: HostView) => {
    revision += 1
    present.delete(view)
    drop(byEngine, view.record.engineId, view)
    drop(byName, view.record.name, view)
    drop(byCallName, hostNameOf(view.record), view)
  }
  return {
    add,
    remove,
    /** The only way in which a record of a host that takes part is replaced. */
    change(view: HostView, record: StoredHost) {
      const isPresent = present.has(view)
      if (isPresent) remove(view)
      view.record = record
      if (isPresent) add(view)
    },
    /** Another one at the first difference in engines or names. */
    revision: () => revision,
    /** The view of another host that this engine already belongs to. Who was accepted first keeps it. */
    holderOf: (engineId: string, exceptId: string) => other(byEngine, engineId, exceptId),
    /** The view of another host that was given this name. */
    namesake: (name: string, exceptId: string) => other(byName, name, exceptId),
    /** The view of another host that is called so, by its name or its address. */
    calledSo: (name: string, exceptId: string) => other(byCallName, name, exceptId),
  }
}
export type Roster = ReturnType<typeof createRoster>
