// What the person who is signed in chose for how lists look. A change is made to what the server holds at that moment, so
// that two tabs, or a browser and a phone, do not undo each other.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { noPreferences } from '@/lib/contract/no-preferences'
import type { Preferences } from '@/lib/contract/preferences'
import { api } from './api'
import { keys } from './query-keys'

export type ChangePreferences = (now: Preferences) => Preferences

/** `isSettled`: it is known what they are, or that they cannot be read. */
export function usePreferences(): { chosen: Preferences; isKnown: boolean; isSettled: boolean } {
  const { data, isPending } = useQuery({
    queryKey: keys.preferences,
    queryFn: ({ signal }) => api.get<Preferences>('/preferences', {}, signal),
    gcTime: Number.POSITIVE_INFINITY,
    retry: 1,
  })
  return { chosen: data ?? noPreferences, isKnown: data !== undefined, isSettled: !isPending }
}

export function useChangePreferences() {
  const client = useQueryClient()
  return useMutation({
    // One after the other: the next one is made to what the last one left.
    scope: { id: 'preferences' },
    mutationFn: async (change: ChangePreferences) => {
      const now = await api.get<Preferences>('/preferences')
      return api.put<Preferences>('/preferences', change(now))
    },
    // The click is seen at once.
    onMutate: (change) =>
      client.setQueryData<Preferences>(keys.preferences, (now) => (now === undefined ? now : change(now))),
    onSuccess: (now) => client.setQueryData(keys.preferences, now),
    onError: () => client.invalidateQueries({ queryKey: keys.preferences }),
  })
}
