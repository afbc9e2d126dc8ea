// What each route of the table asks of a role before anybody looks at a body. A route that is not here is refused to whoever has
// limits: a new one has to be thought about first. Pure.
import type { DockerPolicy } from '@/lib/contract/docker-access'
import type { Violation } from './violation'

/**
 * `enter`: has what the container has.
 *
 * `files` is what an engine itself packs and gives out or sends away, and what makes something to pack of a container: archives (cp,
 * export, save), commits, pushes, and of a build its files, its image pushed and its cache. Builds, runs, pulls and tags go on: what they
 * make stays with its engine. What a program in a container prints or sends is not of this rule: it is of `logs`, of who may enter, and
 * of the networks it is in.
 */
type Need = 'read' | 'logs' | 'files' | 'change' | 'change-files' | 'enter' | 'enter-files' | 'enter-logs'

const reads = [
  'GET /_ping',
  'HEAD /_ping',
  'GET /version',
  'GET /info',
  'GET /events',
  'GET /system/df',
  'GET /containers/json',
  'GET /containers/:ref+/json',
  'GET /containers/:ref+/top',
  'GET /containers/:ref+/stats',
  'GET /containers/:ref+/changes',
  'GET /exec/:id/json',
  'GET /images/json',
  'GET /images/search',
  'GET /images/:name+/json',
  'GET /images/:name+/history',
  'GET /distribution/:name+/json',
  'GET /networks',
  'GET /plugins',
  'GET /networks/:ref+',
  'GET /volumes',
  'GET /volumes/:ref+',
]
const changes = [
  'POST /auth',
  'POST /containers/create',
  'POST /containers/prune',
  'POST /containers/:ref+/start',
  'POST /containers/:ref+/stop',
  'POST /containers/:ref+/restart',
  'POST /containers/:ref+/kill',
  'POST /containers/:ref+/pause',
  'POST /containers/:ref+/unpause',
  'POST /containers/:ref+/update',
  'POST /containers/:ref+/rename',
  'POST /containers/:ref+/wait',
  'POST /containers/:ref+/resize',
  'DELETE /containers/:ref+',
  'POST /exec/:id/resize',
  'POST /exec/:id/start',
  'POST /images/create',
  'POST /images/load',
  'POST /images/prune',
  'POST /images/:name+/tag',
  'DELETE /images/:name+',
  'POST /build',
  'POST /build/cancel',
  'POST /build/prune',
  // What they carry is looked at call by call.
  'POST /grpc',
  'POST /session',
  'POST /networks/create',
  'POST /networks/prune',
  'POST /networks/:ref+/connect',
  'POST /networks/:ref+/disconnect',
  'DELETE /networks/:ref+',
  'POST /volumes/create',
  'POST /volumes/prune',
  'DELETE /volumes/:ref+',
]
const needs = new Map<string, Need>([
  ...reads.map((key) => [key, 'read'] as const),
  ...changes.map((key) => [key, 'change'] as const),
  ['GET /containers/:ref+/logs', 'logs'],
  ['GET /containers/:ref+/export', 'files'],
  ['GET /images/get', 'files'],
  ['GET /images/:name+/get', 'files'],
  // Of a container that the role may not enter, too, and whoever runs the image reads it.
  ['POST /commit', 'change-files'],
  ['POST /images/:name+/push', 'change-files'],
  // Through a mount they reach what is the host's.
  ['GET /containers/:ref+/archive', 'enter-files'],
  ['HEAD /containers/:ref+/archive', 'enter-files'],
  ['PUT /containers/:ref+/archive', 'enter'],
  ['POST /containers/:ref+/exec', 'enter'],
  // A terminal takes what is typed, whatever the method is called, and says all that was printed (`logs=1`).
  ['POST /containers/:ref+/attach', 'enter-logs'],
  ['GET /containers/:ref+/attach/ws', 'enter-logs'],
])

export const isEntry = (need: Need | undefined): boolean => need?.startsWith('enter') ?? false

export const needOf = (row: { method: string; pattern: string }): Need | undefined =>
  needs.get(`${row.method} ${row.pattern}`)

export function judgeNeed(policy: DockerPolicy, need: Need | undefined, method: string): Violation | null {
  const isQuestion = method === 'GET' || method === 'HEAD'
  const asks = need === 'read' || need === 'logs' || need === 'files' || need === 'enter-files'
  if (policy.readOnly && !(asks && isQuestion)) return { rule: 'read-only', what: 'it may only ask, not change' }
  if (need === undefined) return { rule: 'unknown-requests', what: 'nobody here knows what this request can do' }
  if ((need === 'logs' || need === 'enter-logs') && !policy.logs)
    return { rule: 'logs', what: 'it may not read what containers print' }
  if (need?.endsWith('files') && !policy.files) {
    return { rule: 'files', what: 'it may not take files or images out' }
  }
  return null
}
