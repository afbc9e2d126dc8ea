// A line of Activity as a sentence: what was done to what; who did it and what else is known stand below. Pure.
import type { ActivityEntry } from '@/lib/contract/activity'

/** As it was done, and as something to do: what failed was not done. */
const verbs: Record<string, [string, string]> = {
  'auth.login': ['Signed in', 'sign in'],
  'auth.logout': ['Signed out', 'sign out'],
  'auth.password': ['Changed the password', 'change the password'],
  'token.create': ['Made token', 'make token'],
  'token.remove': ['Withdrew token', 'withdraw token'],
  'host.add': ['Added host', 'add host'],
  'host.change': ['Changed host', 'change host'],
  'host.remove': ['Removed host', 'remove host'],
  'container.start': ['Started', 'start'],
  'container.stop': ['Stopped', 'stop'],
  'container.restart': ['Restarted', 'restart'],
  'container.kill': ['Killed', 'kill'],
  'container.pause': ['Paused', 'pause'],
  'container.unpause': ['Unpaused', 'unpause'],
  'container.remove': ['Removed', 'remove'],
  'container.reveal': ['Showed a masked value of', 'show a masked value of'],
  'stack.deploy': ['Deployed', 'deploy'],
  'stack.rollback': ['Rolled back', 'roll back'],
  'stack.remove': ['Removed stack', 'remove stack'],
  'stack.scale': ['Scaled', 'scale'],
  'stack.cancel': ['Cancelled the deploy of', 'cancel the deploy of'],
  'network.create': ['Made network', 'make network'],
  'network.remove': ['Removed network', 'remove network'],
  'network.connect': ['Connected', 'connect'],
  'network.disconnect': ['Disconnected', 'disconnect'],
  'overlay.enable': ['Enabled overlay networking on', 'enable overlay networking on'],
  'overlay.disable': ['Disabled overlay networking on', 'disable overlay networking on'],
  'image.pull': ['Pulled', 'pull'],
  'image.remove': ['Removed image', 'remove image'],
  'volume.create': ['Made volume', 'make volume'],
  'volume.remove': ['Removed volume', 'remove volume'],
}
/** The person is the target of these: naming it says nothing. */
const aboutOneself = new Set(['auth.login', 'auth.logout', 'auth.password'])

/** Two things are named, the network first. */
const joints: Record<string, string> = { 'network.connect': 'to', 'network.disconnect': 'from' }

function objectOf(action: string, target: string): string {
  const joint = joints[action]
  const [network, container] = target.split(' ')
  return joint && container ? `${container} ${joint} network ${network}` : target
}

const beginnings = { running: 'Began to', failed: 'Failed to', refused: 'Refused to' }

export function activityWords(entry: Pick<ActivityEntry, 'action' | 'target' | 'message' | 'actor' | 'result'>): {
  text: string
  detail: string
} {
  const unknown = entry.action.replace('.', ' ').replaceAll('-', ' ')
  const [past, plain] = verbs[entry.action] ?? [unknown, unknown]
  const verb = entry.result === 'ok' ? past : `${beginnings[entry.result]} ${plain}`
  const text = aboutOneself.has(entry.action) ? verb : `${verb} ${objectOf(entry.action, entry.target)}`
  const isTold = entry.message === '' || entry.message === entry.target || entry.message === text
  return { text, detail: isTold ? entry.actor : `${entry.actor}, ${entry.message}` }
}
