// Whose the labels are by which a container that is made anew is known. It has those of its image too, and an image that was
// committed of it has them all: only what a create said for the first time tells. Pure but for the name that it gives each create.
import { randomUUID } from 'node:crypto'
import { recordOf } from '@/lib/json-value'
import type { CreateRequest, Fields, Inspect } from './types'

export const swarmIdLabel = 'com.docker.swarm.id'
export const policiesLabel = 'com.docker.swarm.reschedule-policies'
/** How often it has been made anew, as clocks of hosts may differ by more than lies between two of its copies. */
export const roundLabel = 'io.lotse.rescheduled'
/** What is still to be done to a container that was made for a lost one: of what is made of it now, nothing is. */
export const owedLabel = 'io.lotse.rescheduled.then'

/** Each create writes another one, which no image has before. */
export const newMark = (): { made: string } => ({ made: randomUUID() })

const telling = [swarmIdLabel, owedLabel]

/** Who it is says its image alone: it was made at its engine, of a container that was committed or of what pretends to be one. */
export function isKnownByImage(labels: Fields, image: Fields | null): boolean {
  const ofImage = recordOf(image?.Labels)
  return ofImage[swarmIdLabel] !== undefined && telling.every((name) => ofImage[name] === labels[name])
}

/** One that asks to be rescheduled stays who it is, whatever its next image says: that may have been committed of itself. */
export function stillItself(old: Inspect, image: Fields | null, before: CreateRequest, after: CreateRequest) {
  const was = recordOf(old.Config.Labels)
  if (was[swarmIdLabel] === undefined || was[policiesLabel] === undefined || isKnownByImage(was, image))
    return after.body
  const [said, says] = [before, after].map(({ body }) => recordOf(body.Labels)) as [Fields, Fields]
  const isRemoved = (name: string) => name in said && !(name in says)
  const kept = [swarmIdLabel, policiesLabel].flatMap((name) => (isRemoved(name) ? [] : [[name, was[name]]]))
  const own = { [roundLabel]: was[roundLabel] ?? '0', [owedLabel]: JSON.stringify(newMark()) }
  return { ...after.body, Labels: { ...Object.fromEntries(kept), ...says, ...own } }
}
