// The containers a stack has now, told apart by service and number, whoever made them.
import type { Container } from '@/lib/contract/containers'
import { composeLabel } from './labels'
import { secondName } from './names'

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

type NameOf = (number: number) => string

const hasOwnName = ({ name, number }: Container, nameOf: NameOf): boolean => {
  const own = nameOf(number ?? 1)
  return name === own || name === secondName(own)
}

/** One that somebody has renamed is made anew, and could not be while the other has the name. */
const preference = (container: Container, nameOf: NameOf): number =>
  (isLeftover(container) ? 0 : 16) +
  (container.known ? 8 : 0) +
  (hasOwnName(container, nameOf) ? 4 : 0) +
  (container.state === 'running' ? 2 : 0) +
  (container.health === 'unhealthy' ? 0 : 1)

const better = (a: Container, b: Container, nameOf: NameOf): number =>
  preference(b, nameOf) - preference(a, nameOf) ||
  (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : a.id < b.id ? -1 : 1)

export type ServiceContainers = {
  /** The one that counts for each number. */
  byNumber: Map<number, Container>
  /** Second ones of a number. */
  doubles: Container[]
}

/** `nameOf`: what the container of a number is called; without it, as Compose calls it. */
export const containersByNumber = (
  containers: readonly Container[],
  service: string,
  nameOf: NameOf = (number) => `${containers[0]?.stack}-${service}-${number}`,
): ServiceContainers => {
  const byNumber = new Map<number, Container>()
  const doubles: Container[] = []
  const own = containers.filter((item) => item.service === service)
  for (const container of own.sort((a, b) => better(a, b, nameOf))) {
    const number = container.number ?? 1
    if (byNumber.has(number)) doubles.push(container)
    else byNumber.set(number, container)
  }
  return { byNumber, doubles }
}
