// The one sentence above the overlay table: how many managers there are and what happens if one is lost. Pure.
import { answers, majority, managersOf, type OverlayFacts, type SwarmView } from './overlay-facts'

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
const anyOf = (count: number): string => (count === 1 ? 'any one' : `any ${count}`)

/** How many of these managers may be lost before nothing can be decided any more. */
const spare = (managers: number, reachable: number): number => reachable - majority(managers)

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
  const seats = managersOf(primary).map((node) => ({
    node,
    host: facts.hosts.find((host) => host.engine?.swarm.nodeId === node.id),
  }))
  const names = seats.map(({ node, host }) => host?.name ?? node.hostname).sort()
  // The managers take a while to miss one of them; whoever is silent here is counted as lost at once.
  const answering = seats.filter(({ node, host }) => node.reachable && (!host || answers(host))).length
  const sentence =
    answering < majority(managers)
      ? `${countOf(managers, 'manager')}, ${managers - answering} do not answer the Lotse server; whether they hear each other is not known`
      : quorumSentence(managers, answering)
  return `${sentence}${inBrackets(names)}`
}
