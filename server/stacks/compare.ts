// Is a container still the one the files want, and if not, which keys say so?
import type { Container } from '@/lib/contract/containers'
import type { Image } from '@/lib/contract/inventory'
import type { Change } from '@/lib/contract/plan'
import { maskValue } from '@/lib/mask'
import type { ComposeModel } from '@/server/compose/model'
import { digestIn, imageAnswersTo, parseImageReference } from '@/server/docker/image-reference'
import { type DesiredService, isPinned, sameImage } from './desired'
import { foreignChanges, isUsualName } from './foreign/foreign-changes'
import type { Inspected, Peers } from './foreign/types'
import { lotseLabel } from './labels'
import { secondName } from './names'
import { positionFields } from './positions'
import type { ServiceSpec } from './service-spec'

export type Comparison = { isSame: boolean; changes: Change[]; reason: string }

const shortId = (id: string) => id.replace(/^sha256:/, '').slice(0, 12)

const shown = (key: string, value: string | undefined): string | null => {
  if (value === undefined) return null
  const masked = maskValue(key.split('.').at(-1) ?? key, value)
  return masked.length > 200 ? `${masked.slice(0, 199)}…` : masked
}

const withoutOptions = (value: string) => value.replace(/ \{.*\}$/s, '')

/** A mount or a network comes with all its options; they are shown where they are what differs. */
const legible = (key: string, before: string | undefined, after: string | undefined) => {
  if (!/^(volumes|networks)\./.test(key)) return [before, after]
  const [a, b] = [before, after].map((value) => (value === undefined ? undefined : withoutOptions(value)))
  return a === b ? [before, after] : [a, b]
}

/** A spec key is a path of the file but for what it was computed from. */
const pathOf = (key: string): string => key.replace(/^(files|volumes)\..*$/, 'volumes')

export const specChanges = (model: ComposeModel, service: string, before: ServiceSpec, after: ServiceSpec): Change[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key])
    .sort((a, b) => Number(b === 'image') - Number(a === 'image') || (a < b ? -1 : 1))
    .map((key) => {
      const [from, to] = legible(key, before[key], after[key])
      const position = positionFields(model, `services.${service}.${pathOf(key)}`)
      return { key, from: shown(key, from), to: shown(key, to), ...position }
    })

const tagOnly = (from: string, to: string): string => {
  const [a, b] = [parseImageReference(from), parseImageReference(to)]
  return a.repository === b.repository && a.tag && b.tag ? `image ${a.tag} → ${b.tag}` : `image ${from} → ${to}`
}

export const changeText = (change: Change): string => {
  const { key, from, to } = change
  if (key === 'image' && from && to) return tagOnly(from, to)
  if (from === null) return `${key} added`
  if (to === null) return `${key} removed`
  return from.length + to.length > 60 || from === to ? `${key} changed` : `${key} ${from} → ${to}`
}

export const changesText = (changes: readonly Change[]): string => {
  const [first, ...rest] = changes
  if (first === undefined) return ''
  return rest.length === 0 ? changeText(first) : `${changeText(first)}, and ${rest.length} more`
}

/** Not the file but what its image name stands for has changed. */
const imageChange = (
  model: ComposeModel,
  desired: DesiredService,
  container: Container,
  images: readonly Image[],
  wantedDigest: string | undefined,
): Change | null => {
  const own = images.find((image) => image.id === container.imageId)
  const at = positionFields(model, `services.${desired.name}.image`)
  if (wantedDigest !== undefined || isPinned(desired.pinnedImage)) {
    const wanted = wantedDigest ?? parseImageReference(desired.pinnedImage).digest ?? ''
    if (sameImage(container.image, desired.pinnedImage) && isPinned(container.image)) return null
    if (own === undefined || own.digests.some((digest) => digest.endsWith(`@${wanted}`))) return null
    return { key: 'image', from: shortId(digestIn(own.digests, desired.image) ?? own.id), to: shortId(wanted), ...at }
  }
  if (desired.build !== null) return null
  if (isPinned(container.image) && !isPinned(desired.image)) {
    return null
  }
  // An image is listed with the tags it has on any host, so several may answer; only when none of them is the container's
  // own has the name moved on.
  const local = images.filter(
    (image) => image.hostIds.includes(container.hostId) && imageAnswersTo(image, desired.pinnedImage),
  )
  const [moved] = local
  return moved === undefined || local.some(({ id }) => id === container.imageId)
    ? null
    : { key: 'image', from: shortId(container.imageId), to: shortId(moved.id), ...at }
}

export type ComparisonInput = {
  model: ComposeModel
  desired: DesiredService
  name: string
  container: Container
  images: readonly Image[]
  /** The spec the container was made from, when its revision is still known. */
  previous: ServiceSpec | null
  /** What the registry says the tag is now, when it was asked. */
  wantedDigest: string | undefined
  /** What its engine says of a container that Lotse did not make; null: it does not answer, or Lotse made it. */
  inspected: Inspected | null
  peers: Peers
}

const compareForeign = (input: ComparisonInput): Comparison | null => {
  const { model, desired, container, inspected, peers } = input
  if (inspected === null || inspected.image === null) {
    const why = inspected === null ? 'its host does not say how it was made' : 'the image it was made from is gone'
    return {
      isSame: false,
      changes: [],
      reason: `was not made by Lotse, and ${why}, so its settings cannot be compared`,
    }
  }
  const changes = foreignChanges(model, desired, container, inspected, peers).map(({ key, from, to }) => ({
    key,
    from: shown(key, from),
    to: shown(key, to),
    ...positionFields(model, `services.${desired.name}.${pathOf(key)}`),
  }))
  if (changes.length > 0) return { isSame: false, changes, reason: changesText(changes) }
  return null
}

export const compareContainer = (input: ComparisonInput): Comparison => {
  const { model, desired, container } = input
  const made = container.labels[lotseLabel.spec]
  const isForeign = made === undefined
  if (isForeign) {
    const difference = compareForeign(input)
    if (difference !== null) return difference
  } else if (made !== desired.hash) {
    const changes = input.previous === null ? [] : specChanges(model, desired.name, input.previous, desired.spec)
    return { isSame: false, changes, reason: changesText(changes) || 'its settings differ from the files' }
  }
  const isSecond =
    desired.service.deploy?.update_config?.order === 'start-first' && container.name === secondName(input.name)
  const isKnownAs = isForeign && desired.service.container_name === undefined && isUsualName(model.name, container)
  if (container.name !== input.name && !isSecond && !isKnownAs) {
    const change = { key: 'container_name', from: container.name, to: input.name }
    return { isSame: false, changes: [change], reason: changeText(change) }
  }
  const image = imageChange(model, desired, container, input.images, input.wantedDigest)
  if (image !== null) {
    return {
      isSame: false,
      changes: [image],
      reason: `${desired.image} is another image now: ${image.from} → ${image.to}`,
    }
  }
  return { isSame: true, changes: [], reason: 'nothing differs' }
}
