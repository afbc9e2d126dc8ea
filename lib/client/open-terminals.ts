// Which terminals of a container this browser tab has open: kept with the tab, so that a reload or a look at another page
// comes back to the same shells. Pure, but for the two functions that read and keep it.
import { z } from 'zod'

/** `terminal` and `epoch` are absent until it has been opened. */
const openTerminal = z.object({
  key: z.string(),
  shell: z.string(),
  user: z.string(),
  terminal: z.string().optional(),
  epoch: z.string().optional(),
})
export type OpenTerminal = z.infer<typeof openTerminal>

const openTerminals = z.object({
  tabs: z.array(openTerminal).max(50),
  current: z.string().nullable(),
  next: z.number(),
})
export type OpenTerminals = z.infer<typeof openTerminals>

export const noTerminals: OpenTerminals = { tabs: [], current: null, next: 1 }

export const withTerminal = (now: OpenTerminals, shell: string, user: string): OpenTerminals => {
  const key = String(now.next)
  return { tabs: [...now.tabs, { key, shell, user }], current: key, next: now.next + 1 }
}

/** What was beside a closed tab comes to the front. */
export const withoutTerminal = (now: OpenTerminals, key: string): OpenTerminals => {
  const index = now.tabs.findIndex((tab) => tab.key === key)
  const tabs = now.tabs.filter((tab) => tab.key !== key)
  const beside = tabs[Math.min(index, tabs.length - 1)]?.key ?? null
  return { tabs, current: now.current === key ? beside : now.current, next: tabs.length === 0 ? 1 : now.next }
}

export const nameTerminal = (now: OpenTerminals, key: string, opened: { terminal: string; epoch: string }) => ({
  ...now,
  tabs: now.tabs.map((tab) => (tab.key === key ? { ...tab, ...opened } : tab)),
})

/** The same tab with a new shell in it. */
export const renewTerminal = (now: OpenTerminals, key: string): OpenTerminals => {
  const fresh = String(now.next)
  const tabs = now.tabs.map(({ shell, user, ...tab }) =>
    tab.key === key ? { key: fresh, shell, user } : { ...tab, shell, user },
  )
  return { tabs, current: fresh, next: now.next + 1 }
}

const place = (containerId: string) => `lotse.terminals.${containerId}`

export function readTerminals(containerId: string): OpenTerminals {
  try {
    return openTerminals.parse(JSON.parse(sessionStorage.getItem(place(containerId)) ?? 'null'))
  } catch {
    return noTerminals
  }
}

export function keepTerminals(containerId: string, now: OpenTerminals): void {
  try {
    if (now.tabs.length === 0) sessionStorage.removeItem(place(containerId))
    else sessionStorage.setItem(place(containerId), JSON.stringify(now))
  } catch {
    // A full or forbidden store costs the way back after a reload, nothing else.
  }
}
