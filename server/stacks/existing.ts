// The containers a stack has now, told apart by service and number, whoever made them.
import type { Container } from '@/lib/contract/containers'
import { composeLabel } from './labels'

export const stackContainers = (containers: readonly Container[], stack: string): Container[] =>
  containers.filter(
    (container) =>
      container.labels[composeLabel.project] === stack &&
      container.labels[composeLabel.oneoff]?.toLowerCase() !== 'true' &&
      container.service !== null &&
      container.state !== 'removing',
  )

/** A container left aside by an interrupted replacement. */
export const isLeftover = (container: Container): boolean => /-(replaced|next)-[0-9a-z]{6}$/.test(container.name)

const preference = (container: Container): number =>
  (isLeftover(container) ? 0 : 8) +
  (container.known ? 4 : 0) +
  (container.state === 'running' ? 2 : 0) +
  (container.health === 'unhealthy' ? 0 : 1)

const better = (a: Container, b: Container): number =>
  preference(b) - preference(a) ||
  (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : a.id < b.id ? -1 : 1)

export type ServiceContainers = {
  /** The one that counts for each number. */
  byNumber: Map<number, Container>
  /** Second ones of a number. */
  doubles: Container[]
}

export const containersByNumber = (containers: readonly Container[], service: string): ServiceContainers => {
  const byNumber = new Map<number, Container>()
  const doubles: Container[] = []
  for (const container of containers.filter((item) => item.service === service).sort(better)) {
    const number = container.number ?? 1
    if (byNumber.has(number)) doubles.push(container)
    else byNumber.set(number, container)
  }
  return { byNumber, doubles }
}
