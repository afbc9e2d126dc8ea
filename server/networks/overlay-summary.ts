// The one sentence above the overlay table: how many managers there are and what happens if one is lost. Pure.
import type { OverlayFacts, SwarmView } from './overlay-facts'

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
const anyOf = (count: number): string => (count === 1 ? 'any one' : `any ${count}`)

/** How many of these managers may be lost before nothing can be decided any more. */
const spare = (managers: number, reachable: number): number => reachable - (Math.floor(managers / 2) + 1)

export const quorumSentence = (managers: number, reachable: number): string => {
  const all = countOf(managers, 'manager')
  const left = spare(managers, reachable)
  const lost = managers - reachable
  if (left < 0) return `${lost} of ${all} do not answer: quorum is lost, nothing new can attach to an overlay`
  if (lost > 0) {
    const verb = lost === 1 ? 'does' : 'do'
    const rest = left === 0 ? 'quorum is lost with the next one' : `quorum holds with ${anyOf(left)} more lost`
    return `${all}, ${lost} ${verb} not answer; ${rest}`
  }
  if (managers === 1) return '1 manager; if it is lost, containers go on but nothing new can attach to an overlay'
  if (left === 0) return `${all}; quorum is lost with any one: use 1, 3 or 5 managers`
  return `${all}; quorum holds with ${anyOf(left)} lost`
}

const inBrackets = (names: string[]): string => (names.length > 0 ? ` (${names.join(', ')})` : '')

export const summarise = (
  facts: OverlayFacts,
  primary: SwarmView | null,
  store: string | null,
  managers: number,
): string => {
  if (store) return `Key-value store ${store}; any engine that uses it can make overlays`
  if (!primary) {
    return facts.hosts.length === 0
      ? 'No hosts yet'
      : 'Overlay networking is off: containers on different hosts reach each other only by published ports'
  }
  if (!primary.answered) {
    return primary.nodes
      ? `No manager answers; ${countOf(managers, 'manager')} when last seen`
      : 'No manager answers; nothing new can attach to an overlay'
  }
  if (primary.quorumLost) {
    return `Quorum is lost, nothing new can attach to an overlay; ${countOf(managers, 'manager')} when last seen`
  }
  const nodes = (primary.nodes ?? []).filter((node) => node.role === 'manager')
  const names = nodes
    .map((node) => facts.hosts.find((host) => host.engine?.swarm.nodeId === node.id)?.name ?? node.hostname)
    .sort()
  const reachable = nodes.filter((node) => node.reachable).length
  return `${quorumSentence(managers, reachable)}${inBrackets(names)}`
}
