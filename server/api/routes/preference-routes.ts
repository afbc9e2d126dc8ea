// What a person chose for how lists look to them. A token reads and changes what belongs to the account that made it.
import { type Preferences, preferences } from '@/lib/contract/preferences'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'

const tag = 'preferences'
/** Far above what the bounds of the contract add up to in plain letters. */
const bodyLimitBytes = 256 * 1024

/** What differs, for the line of the audit trail. */
function differences(before: Preferences['containers'], now: Preferences['containers']): string {
  const textOf = (value: unknown) => JSON.stringify(value)
  const known = new Map(before.views.map((view) => [view.name, textOf(view)]))
  const kept = now.views.filter((view) => known.get(view.name) !== textOf(view)).map(({ name }) => `kept view ${name}`)
  const names = new Set(now.views.map(({ name }) => name))
  const gone = before.views.filter(({ name }) => !names.has(name)).map(({ name }) => `removed view ${name}`)
  const columns =
    textOf(before.columns) === textOf(now.columns) ? [] : [`columns: ${now.columns?.join(' ') ?? 'usual'}`]
  return [...kept, ...gone, ...columns].join(', ') || 'nothing new'
}

export const preferenceRoutes = ({ preferenceStore }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/preferences',
    tag,
    summary: 'Own saved views and columns',
    response: preferences,
    handle: ({ identity }) => preferenceStore.read(identity.userId),
  }),
  endpoint({
    method: 'put',
    path: '/api/v1/preferences',
    tag,
    summary: 'Replace own saved views and columns',
    body: preferences,
    response: preferences,
    bodyLimitBytes,
    audit: { action: 'account.preferences', target: () => 'containers' },
    handle: async ({ identity, body, note }) => {
      const before = await preferenceStore.read(identity.userId)
      const now = await preferenceStore.put(identity.userId, body)
      note(differences(before.containers, now.containers))
      return now
    },
  }),
]
