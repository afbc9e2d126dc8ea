// What each person chose for how lists look to them: one small row an account, read and replaced as a whole.
import { noPreferences } from '@/lib/contract/no-preferences'
import { type Preferences, preferences } from '@/lib/contract/preferences'
import type { Database } from '@/server/db/client'

export type PreferenceStore = {
  read(userId: string): Promise<Preferences>
  put(userId: string, chosen: Preferences): Promise<Preferences>
}

/** A row of another version, or one that somebody wrote by hand, costs the choices in it and not the page. */
const parsed = (value: string): Preferences => {
  try {
    return preferences.parse(JSON.parse(value))
  } catch {
    return noPreferences
  }
}

export const createPreferenceStore = (db: Database): PreferenceStore => ({
  read: async (userId) => {
    const row = await db.preference.findUnique({ where: { userId } })
    return row === null ? noPreferences : parsed(row.value)
  },
  put: async (userId, chosen) => {
    const value = JSON.stringify(chosen)
    await db.preference.upsert({ where: { userId }, create: { userId, value }, update: { value } })
    return chosen
  },
})
