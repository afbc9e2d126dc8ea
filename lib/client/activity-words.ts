// A line of Activity as a sentence: what was done to what; who did it and what else is known stand below. Pure.
import type { ActivityEntry } from '@/lib/contract/activity'

const verbs: Record<string, string> = {
  'auth.login': 'Signed in',
  'auth.logout': 'Signed out',
  'auth.password': 'Changed the password',
  'token.create': 'Made token',
  'token.remove': 'Withdrew token',
  'host.add': 'Added host',
  'host.change': 'Changed host',
  'host.remove': 'Removed host',
  'container.start': 'Started',
  'container.stop': 'Stopped',
  'container.restart': 'Restarted',
  'container.kill': 'Killed',
  'container.pause': 'Paused',
  'container.unpause': 'Unpaused',
  'container.remove': 'Removed',
  'container.reveal': 'Showed a masked value of',
  'stack.deploy': 'Deployed',
  'stack.rollback': 'Rolled back',
  'stack.remove': 'Removed stack',
  'stack.scale': 'Scaled',
  'stack.cancel': 'Cancelled the deploy of',
  'network.create': 'Made network',
  'network.remove': 'Removed network',
  'network.connect': 'Connected to network',
  'network.disconnect': 'Disconnected from network',
  'overlay.enable': 'Enabled overlay networking on',
  'image.pull': 'Pulled',
  'image.remove': 'Removed image',
  'volume.create': 'Made volume',
  'volume.remove': 'Removed volume',
}
/** The person is the target of these: naming it says nothing. */
const aboutOneself = new Set(['auth.login', 'auth.logout', 'auth.password'])

export function activityWords(entry: Pick<ActivityEntry, 'action' | 'target' | 'message' | 'actor' | 'result'>): {
  text: string
  detail: string
} {
  const verb = verbs[entry.action] ?? entry.action.replace('.', ' ').replaceAll('-', ' ')
  const what = aboutOneself.has(entry.action) ? verb : `${verb} ${entry.target}`
  const ending = { ok: '', running: ', under way', failed: ': failed', refused: ': refused' }[entry.result]
  const isTold = entry.message === '' || entry.message === entry.target || entry.message === what
  return { text: `${what}${ending}`, detail: isTold ? entry.actor : `${entry.actor}, ${entry.message}` }
}
