// Is a container that another tool deployed what the files want? Then it is kept, and a stack changes hands without an
// interruption; if not, the keys say what is different. Pure.
import type { Container } from '@/lib/contract/containers'
import type { ComposeModel } from '@/server/compose/model'
import { type DesiredService, sameImage } from '../desired'
import { madeOfFile } from './made-of-file'
import { madeOfInspect } from './made-of-inspect'
import { differingKeys, settingsOf } from './settings'
import type { Inspected, Peers } from './types'

export type ForeignChange = { key: string; from: string | undefined; to: string | undefined }

/** Names and ids of the containers of a stack → their service. */
export const peersOf = (containers: readonly Container[]): Peers =>
  new Map(
    containers.flatMap(({ id, name, service }) =>
      service === null ? [] : [[id, service] as const, [name, service] as const],
    ),
  )

const imageChange = (desired: DesiredService, container: Container): ForeignChange[] => {
  if (desired.build !== null) return [{ key: 'build', from: container.image, to: desired.image }]
  return sameImage(container.image, desired.image) ? [] : [{ key: 'image', from: container.image, to: desired.image }]
}

/** Empty: nothing differs. Keys are those of a compose file, from `has` to `wanted`; undefined: not set. */
export const foreignChanges = (
  model: ComposeModel,
  desired: DesiredService,
  container: Container,
  inspected: Inspected,
  peers: Peers,
): ForeignChange[] => {
  const has = settingsOf(madeOfInspect(inspected, peers))
  const wanted = settingsOf(madeOfFile(model, desired, inspected.image))
  const image = imageChange(desired, container)
  return [...image, ...differingKeys(has, wanted).map((key) => ({ key, from: has[key], to: wanted[key] }))]
}

/** As the tools of Compose name them, the old one with underscores. */
export const isUsualName = (
  stack: string,
  { service, number, name }: Pick<Container, 'service' | 'number' | 'name'>,
): boolean => name === `${stack}-${service}-${number ?? 1}` || name === `${stack}_${service}_${number ?? 1}`
