// What can be done to a container in which state, in words. Pure: the menu, the bar and the dialog all ask here.
import { languageNow } from '@/lib/client/language'
import type { Container, ContainerAction } from '@/lib/contract/containers'
import type { Language } from '@/lib/texts/catalogue'
import { containerActTexts } from '@/lib/texts/container-acts'

const needs: Record<ContainerAction, readonly Container['state'][]> = {
  start: ['created', 'exited'],
  stop: ['running', 'paused', 'restarting'],
  restart: ['running', 'paused', 'exited', 'restarting'],
  kill: ['running', 'paused', 'restarting'],
  pause: ['running'],
  unpause: ['paused'],
  remove: ['created', 'running', 'paused', 'restarting', 'exited', 'dead'],
}

/** Why this act leaves the container out; undefined: it does not. */
export function leftOutReason(
  container: Container,
  action: ContainerAction,
  force: boolean,
  language: Language = languageNow(),
): string | undefined {
  const t = containerActTexts[language].reasons
  if (!container.known) return t.silent(container.hostName)
  if (!needs[action].includes(container.state)) return t[container.state]
  if (action === 'remove' && !force && isRunning(container)) return t.force
  return undefined
}

export const isRunning = (container: Container): boolean =>
  container.state === 'running' || container.state === 'paused' || container.state === 'restarting'

/** What cannot be taken back. */
export const isDangerous = (action: ContainerAction): action is 'kill' | 'remove' =>
  action === 'kill' || action === 'remove'

/** What harms nobody or is undone by its opposite needs no question. */
export const actsAtOnce = (action: ContainerAction): boolean =>
  action === 'start' || action === 'pause' || action === 'unpause'

/** The acts that make sense for these containers, in the order of a menu. */
export function usefulActs(containers: Container[]): ContainerAction[] {
  const order: ContainerAction[] = ['start', 'restart', 'stop', 'pause', 'unpause', 'kill', 'remove']
  return order.filter((action) => containers.some((container) => leftOutReason(container, action, true) === undefined))
}
