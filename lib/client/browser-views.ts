// Views that earlier versions kept in the browser: taken over by the account once, then forgotten here.
import { mostViews } from '@/lib/contract/limits'
import type { SavedView } from '@/lib/contract/preferences'

const place = 'lotse-container-views'

/** None where there are none, where storage is refused, and for what is no such list. */
export async function readBrowserViews(): Promise<SavedView[]> {
  try {
    const text = window.localStorage.getItem(place)
    if (text === null) return []
    const { savedViews } = await import('@/lib/contract/preferences')
    return savedViews.parse(JSON.parse(text))
  } catch {
    return []
  }
}

export function forgetBrowserViews(): void {
  try {
    window.localStorage.removeItem(place)
  } catch {
    // Then there was nothing to forget either.
  }
}

/** What the account has under a name stays; what does not fit any more is left out. */
export const withBrowserViews = (own: readonly SavedView[], found: readonly SavedView[]): SavedView[] => {
  const names = new Set(own.map(({ name }) => name))
  return [...own, ...found.filter(({ name }) => !names.has(name))].slice(0, mostViews)
}
