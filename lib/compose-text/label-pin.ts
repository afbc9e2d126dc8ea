// A group of hosts with one label, as the constraint that means exactly those. A label that only the engines give is asked of
// the engines, so that the file says the same to everyone; one that was given in the console is known under its name alone.
import type { Host } from '../contract/hosts'
import type { Pin } from './pin-edits'

type Labelled = Pick<Host, 'labels'>

const isSame = (value: string | undefined, wanted: string) => value?.toLowerCase() === wanted.toLowerCase()

/** `engine.labels.` where that finds the same hosts, else `node.labels.`. */
export function labelPrefix(hosts: readonly Labelled[], key: string, value: string): 'engine' | 'node' {
  const isAlike = hosts.every(
    ({ labels: { engine, console } }) => isSame(engine[key], value) === isSame({ ...engine, ...console }[key], value),
  )
  return isAlike && hosts.some(({ labels }) => isSame(labels.engine[key], value)) ? 'engine' : 'node'
}

export const labelPin = (hosts: readonly Labelled[], key: string, value: string): Pin => ({
  kind: 'label',
  of: labelPrefix(hosts, key, value),
  key,
  value,
})
