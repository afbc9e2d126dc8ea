import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { noPreferences } from '@/lib/contract/no-preferences'
import type { Preferences } from '@/lib/contract/preferences'
import { keepSession } from './api'
import { keys } from './query-keys'
import { useChangePreferences, usePreferences } from './use-preferences'

type View = Preferences['containers']['views'][number]
const view = (name: string): View => ({ name, q: `stack:${name}` }) as View
const withView =
  (name: string) =>
  (now: Preferences): Preferences => ({
    ...now,
    containers: { ...now.containers, views: [...now.containers.views, view(name)] },
  })
const namesOf = (preferences: Preferences | undefined) => preferences?.containers.views.map(({ name }) => name)

let held: Preferences
let isRefused: boolean
beforeEach(() => {
  held = noPreferences
  isRefused = false
  keepSession({ username: 'ann', csrfToken: 'token' })
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
    if (init.method !== 'PUT') return Response.json(held)
    if (isRefused) return Response.json({ error: { code: 'internal', message: 'no' } }, { status: 500 })
    held = JSON.parse(String(init.body))
    return Response.json(held)
  })
})
afterEach(() => vi.unstubAllGlobals())

type Hooks = { chosen: ReturnType<typeof usePreferences>; change: ReturnType<typeof useChangePreferences> }
const Probe = ({ onDrawn }: { onDrawn: (hooks: Hooks) => void }) => {
  onDrawn({ chosen: usePreferences(), change: useChangePreferences() })
  return null
}

function hooks(): Hooks & { client: QueryClient } {
  const client = new QueryClient()
  const drawn: Hooks[] = []
  const probe = createElement(Probe, { onDrawn: (now) => void drawn.push(now) })
  renderToString(createElement(QueryClientProvider, { client }, probe))
  const [first] = drawn
  if (!first) throw new Error('nothing was drawn')
  return { client, ...first }
}

it('are none until they are known', () => {
  expect(hooks().chosen).toEqual({ chosen: noPreferences, isKnown: false, isSettled: false })
})

it('are changed from what the server holds, so that two tabs keep what both chose', async () => {
  const { client, change } = hooks()
  client.setQueryData(keys.preferences, held)
  held = withView('other-tab')(held)
  await change.mutateAsync(withView('mine'))
  expect(namesOf(held)).toEqual(['other-tab', 'mine'])
  expect(namesOf(client.getQueryData(keys.preferences))).toEqual(['other-tab', 'mine'])
})

it('show a change at once, and one after the other', async () => {
  const { client, change } = hooks()
  client.setQueryData(keys.preferences, held)
  const both = [change.mutateAsync(withView('first')), change.mutateAsync(withView('second'))]
  await expect.poll(() => namesOf(client.getQueryData(keys.preferences))).toContain('first')
  await Promise.all(both)
  expect(namesOf(held)).toEqual(['first', 'second'])
})

it('are read again when a change was refused', async () => {
  const { client, change } = hooks()
  client.setQueryData(keys.preferences, held)
  isRefused = true
  await expect(change.mutateAsync(withView('mine'))).rejects.toThrow('no')
  expect(client.getQueryState(keys.preferences)?.isInvalidated).toBe(true)
})
