// What somebody prefers who has chosen nothing yet. Apart from the shapes, whose library pages would bring along with it.
import type { Preferences } from './preferences'

export const noPreferences: Preferences = { containers: { views: [], columns: null } }
