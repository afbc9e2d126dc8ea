// How a move ended, in sentences that say what failed, what runs where, and what is left to do by hand. Pure.
import type { MovedContainer, MoveStepKind } from '@/lib/contract/moves'
import { keptName } from './kept-name'
import type { MoveRecord, StepRecord } from './types'

const verbs: Record<MoveStepKind, string> = {
  'bring-image': 'bringing the image',
  'create-network': 'creating the network',
  'create-volume': 'creating the volume',
  'keep-volume': 'keeping the content of the volume',
  'stop-original': 'stopping',
  'copy-volume': 'copying the volume',
  'create-container': 'creating',
  'start-container': 'starting',
  'wait-container': 'waiting for',
  'switch-names': 'giving the names to',
  'remove-original': 'removing the original',
  'remove-volume': 'removing the volume',
  'remove-kept-volume': 'removing what was kept of the volume',
  'start-original': 'starting the original',
  'remove-copy': 'removing the new',
  'remove-copied-volume': 'removing the copied volume',
  'restore-volume': 'putting back the volume',
  'remove-network': 'removing the network',
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const named = (containers: readonly Pick<MovedContainer, 'name'>[]) => containers.map(({ name }) => name).join(', ')
const failureOf = (record: Pick<MoveRecord, 'id'>, { kind, target, hostName, error, noted }: StepRecord) => {
  const said = `${verbs[kind]} ${target} on ${hostName} failed: ${error}`
  // Whoever reads it shall know where to look.
  const isThere = kind === 'restore-volume' && noted?.isGone !== true
  return isThere ? [said, `Its content is kept there as ${keptName(target, record.id)}.`].join(' ') : said
}

/** Whether it is back as before: what was to put it back has done so. */
const isBack = (record: MoveRecord, { id, isRunning }: MovedContainer): boolean =>
  !isRunning ||
  !record.steps.some(
    ({ kind, containerId, state }) => kind === 'start-original' && containerId === id && state === 'failed',
  )

const placesText = (record: MoveRecord): string[] => {
  const moved = record.containers.filter(({ state }) => state === 'moved')
  const stayed = record.containers.filter((container) => container.state === 'stayed')
  const back = stayed.filter((container) => isBack(record, container))
  const where = (container: MovedContainer) => (container.isRunning ? 'runs' : 'is')
  return [
    ...moved.map((container) => `${container.name} ${where(container)} on ${container.toHostName} now.`),
    ...back.map((container) => `${container.name} ${where(container)} on ${container.fromHostName} as before.`),
    ...stayed
      .filter((container) => !back.includes(container))
      .map((container) => `${container.name} does not run: start it on ${container.fromHostName}.`),
  ]
}

/** Null: all went well. */
export const moveError = (record: MoveRecord): string | null => {
  const failed = record.steps.filter(({ state }) => state === 'failed')
  const first = failed.find(({ isUndo }) => !isUndo)
  const left = failed.filter(({ isUndo }) => isUndo)
  const hasStayed = record.containers.some(({ state }) => state === 'stayed')
  if (first === undefined && left.length === 0 && !hasStayed) return null
  const what = first === undefined ? 'It was cancelled.' : capital(failureOf(record, first))
  const leftovers =
    left.length > 0 ? [`Left to do by hand: ${left.map((step) => failureOf(record, step)).join(' ')}`] : []
  return [what, ...placesText(record), ...leftovers].join(' ')
}

export const endState = (record: MoveRecord): 'succeeded' | 'failed' | 'cancelled' => {
  if (record.steps.some(({ state }) => state === 'failed')) return 'failed'
  return record.containers.every(({ state }) => state === 'moved') ? 'succeeded' : 'cancelled'
}

const secondsBetween = (from: string, to: string) =>
  Math.max(0.1, Math.round((Date.parse(to) - Date.parse(from)) / 100) / 10)

/** From the moment the old one was told to stop until the new one served; null: at no time. */
const interruption = (record: MoveRecord, { id, isRunning, order }: MovedContainer): number | null => {
  const find = (kind: MoveStepKind) => record.steps.find((step) => step.containerId === id && step.kind === kind)
  const from = find('stop-original')?.startedAt
  const to = find('wait-container')?.finishedAt
  return isRunning && order === 'stop-first' && from && to ? secondsBetween(from, to) : null
}

export const movedMessage = (record: MoveRecord): string => {
  const from = [...new Set(record.containers.map(({ fromHostName }) => fromHostName))].join(', ')
  const gaps = record.containers.flatMap((container) => {
    const seconds = interruption(record, container)
    return seconds === null ? [] : [`${container.name} was away for ${seconds} s`]
  })
  const told = gaps.length > 0 ? gaps.join(', ') : 'without interruption'
  return `${named(record.containers)} moved from ${from} to ${record.hostName}, ${told}`
}

/** For a line of the audit trail. */
export const moveTarget = (containers: readonly Pick<MovedContainer, 'name'>[]): string =>
  containers.length > 3 ? `${containers[0]?.name} and ${containers.length - 1} more` : named(containers)
