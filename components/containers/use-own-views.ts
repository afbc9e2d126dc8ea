'use client'
// One's own saved views and columns of the containers list, as they are kept with the account.
import { useEffect } from 'react'
import { forgetBrowserViews, readBrowserViews, withBrowserViews } from '@/lib/client/browser-views'
import { useChangePreferences, usePreferences } from '@/lib/client/use-preferences'
import type { Preferences, SavedView } from '@/lib/contract/preferences'

type Own = Preferences['containers']

export function useOwnViews(onNotKept: (error: Error) => void) {
  const { chosen, isKnown, isSettled } = usePreferences()
  const { mutate } = useChangePreferences()
  const change = (edit: (own: Own) => Own) =>
    mutate((now) => ({ ...now, containers: edit(now.containers) }), { onError: onNotKept })
  useEffect(() => {
    if (!isKnown) return
    void readBrowserViews().then((found) => {
      if (found.length === 0) return
      mutate(
        (now) => ({ ...now, containers: { ...now.containers, views: withBrowserViews(now.containers.views, found) } }),
        { onSuccess: forgetBrowserViews },
      )
    })
  }, [isKnown, mutate])
  return {
    ...chosen.containers,
    isSettled,
    setColumns: (columns: string[] | null) => change((own) => ({ ...own, columns })),
    changeViews: (edit: (views: SavedView[]) => SavedView[]) => change((own) => ({ ...own, views: edit(own.views) })),
  }
}
