// How a deployment ended, in one sentence that names what failed and where.
import { asSentence } from '@/lib/as-sentence'
import type { LoopOutcome } from './apply/loop'
import type { OperationRecord } from './apply/record'
import type { DeploymentRow } from './deployment-rows'
import { isUndo } from './operations'

const verbs: Record<string, string> = {
  'pull-image': 'pulling',
  'build-image': 'building',
  'push-image': 'pushing',
  'copy-image': 'copying',
  'create-network': 'creating the network',
  'remove-network': 'removing the network',
  'create-volume': 'creating the volume',
  'remove-volume': 'removing the volume',
  'create-container': 'creating',
  'start-container': 'starting',
  'wait-container': 'waiting for',
  'stop-container': 'stopping',
  'rename-container': 'renaming',
  'remove-container': 'removing',
}

export const outcomeError = (
  row: Pick<DeploymentRow, 'kind'>,
  records: readonly OperationRecord[],
  outcome: LoopOutcome,
  hostName: (hostId: string) => string,
): string | null => {
  const failed = records.filter(({ state }) => state === 'failed')
  const first = failed.find(({ operation }) => !isUndo(operation)) ?? failed[0]
  const stuck = failed.filter(({ operation }) => isUndo(operation))
  const notBack = stuck.map(({ operation, error }) =>
    error === first?.error ? operation.target : `${operation.target} (${error})`,
  )
  const left = stuck.length > 0 ? ` Not put back: ${notBack.join('; ')}.` : ''
  if (outcome === 'cancelled') return left === '' ? null : left.trim()
  if (outcome !== 'failed' || first === undefined) return outcome === 'failed' ? 'It did not come to an end.' : null
  const { operation, error } = first
  const host = hostName(operation.hostId)
  const why = error?.startsWith(`${host}: `) ? error.slice(host.length + 2) : error
  const what = `${verbs[operation.kind] ?? operation.kind} ${operation.target} on ${host} failed: ${why}`
  const others = failed.length - stuck.length - 1
  const more = others > 0 ? ` (and ${others} more)` : ''
  const kept = row.kind === 'remove' || stuck.length > 0 ? '' : ' What was not reached runs as before.'
  return `${what.charAt(0).toUpperCase()}${asSentence(what.slice(1))}${more}${kept}${left}`
}
