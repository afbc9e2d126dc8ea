// The steps that move containers which go as one, in the order they are done. Pure.
// All that write to shared data stand still before it is copied, each starts after those it uses, and no original is removed
// before all of the new ones serve.
import type { MoveStepKind } from '@/lib/contract/moves'
import type { Inspect } from './inspect'
import { moveLabel } from './new-container'
import {
  exclusiveReason,
  isRunning,
  isShared,
  joinedNetworks,
  mountedVolumes,
  networkOn,
  type PlanInput,
  type Subject,
  stopFirstReason,
  usersOf,
  volumeOn,
} from './subject'
import type { PlannedStep, StepInput } from './types'

/** As stacks name what stands in for another: a plan made meanwhile knows it for a leftover. */
export const temporaryName = (name: string, containerId: string): string => `${name}-next-${containerId.slice(0, 6)}`

/** Of one that its engine would start again with itself, though it was stopped. */
const ownRestart = ({ HostConfig: { RestartPolicy } }: Inspect) => {
  const { Name = '', MaximumRetryCount = 0 } = RestartPolicy ?? {}
  return Name === 'always' || Name === 'on-failure' ? { Name, MaximumRetryCount } : undefined
}

type Add = (kind: MoveStepKind, isOnTarget: boolean, name: string, stepInput?: StepInput) => void

/** What the target has to have before anything stops. */
const groundSteps = (input: PlanInput, subject: Subject, brought: Set<string>, add: Add): void => {
  const { container, inspect } = subject
  const { target } = input
  const fromHostId = container.hostId
  const once = (key: string, act: () => void) => {
    if (brought.has(key)) return
    brought.add(key)
    act()
  }
  const image = input.images.find(({ id }) => id === inspect.Image)
  if (!image?.hostIds.includes(target.id)) {
    once(`image ${inspect.Image}`, () =>
      add('bring-image', true, inspect.Config.Image ?? inspect.Image, {
        fromHostId,
        imageId: inspect.Image,
        digests: image?.digests ?? [],
        sizeBytes: image?.sizeBytes ?? 0,
      }),
    )
  }
  for (const { name, network, isFixed } of joinedNetworks(input, subject)) {
    if (network === undefined || isShared(network) || networkOn(input, target.id, name)) continue
    const { driver, internal, enableIPv6, attachable, options, labels } = network
    const subnets = isFixed
      ? network.ipam.map(({ subnet, gateway }) => ({ subnet, ...(gateway ? { gateway } : {}) }))
      : []
    once(`network ${name}`, () =>
      add('create-network', true, name, { driver, internal, enableIPv6, attachable, options, labels, subnets }),
    )
  }
  for (const { name, isLocal } of mountedVolumes(input, subject)) {
    if (isLocal || volumeOn(input, target.id, name)) continue
    once(`volume ${name}`, () => add('create-volume', true, name, { fromHostId }))
  }
}

const creationOf = (input: PlanInput, subject: Subject, isStopFirst: boolean) => {
  const { container, inspect } = subject
  const networks = joinedNetworks(input, subject)
  const isQuiet = isRunning(subject) && !isStopFirst
  const quiet = isQuiet ? networks.filter(({ network }) => isShared(network)).map(({ name }) => name) : []
  return {
    from: {
      fromHostId: container.hostId,
      imageId: inspect.Image,
      reference: inspect.Config.Image ?? inspect.Image,
    },
    quiet,
    fixed: networks.filter(({ isFixed }) => isFixed).map(({ name }) => name),
    firstName: quiet.length > 0 ? temporaryName(container.name, container.id) : container.name,
  }
}

/** Networks that a move has made on the old host, and that nobody is left on. `later`: what goes away after these. */
const leftNetworks = (input: PlanInput, subject: Subject, later: readonly Subject[]) => {
  const moving = new Set(input.subjects.map(({ container: { id } }) => id))
  const isLater = (name: string) =>
    later.some((other) => joinedNetworks(input, other).some((network) => network.name === name))
  return joinedNetworks(input, subject).flatMap(({ name, network }) => {
    const madeBy = network?.labels[moveLabel]
    if (network === undefined || isShared(network) || madeBy === undefined || isLater(name)) return []
    return usersOf(input, subject.container.hostId, network).some(({ id }) => !moving.has(id)) ? [] : [{ name, madeBy }]
  })
}

/**
 * `bundle`: containers that go as one, each after those it uses. `brought`: what steps before these bring to the target
 * already. `later`: what is moved after them.
 */
export const stepsOf = (
  input: PlanInput,
  bundle: readonly Subject[],
  brought: Set<string>,
  later: readonly Subject[],
): PlannedStep[] => {
  const { target, consents } = input
  const steps: PlannedStep[] = []
  const adderFor =
    ({ container }: Subject): Add =>
    (kind, isOnTarget, name, stepInput = {}) =>
      steps.push({
        id: `${kind} ${container.id.slice(0, 12)} ${name}`,
        kind,
        containerId: container.id,
        hostId: isOnTarget ? target.id : container.hostId,
        hostName: isOnTarget ? target.name : container.hostName,
        target: name,
        input: stepInput,
      })
  const isStopFirst = bundle.some((subject) => stopFirstReason(input, subject, bundle) !== '')
  const copied = new Set<string>()
  const members = bundle.map((subject) => {
    const local = mountedVolumes(input, subject).flatMap(({ name, isLocal }) => {
      if (!isLocal || copied.has(name)) return []
      copied.add(name)
      return [{ name, isReplaced: volumeOn(input, target.id, name) !== undefined }]
    })
    const creation = creationOf(input, subject, isStopFirst)
    return { subject, name: subject.container.name, add: adderFor(subject), local, ...creation }
  })
  const backwards = [...members].reverse()
  const stopAll = () => {
    for (const { subject, name, add } of backwards) {
      if (!isRunning(subject)) continue
      const { inspect } = subject
      const restart = isStopFirst ? ownRestart(inspect) : undefined
      add('stop-original', false, name, {
        graceSeconds: inspect.Config.StopTimeout ?? 10,
        isExclusive: exclusiveReason(input, subject) !== '',
        ...(restart === undefined ? {} : { restart }),
      })
    }
  }

  for (const { subject, add } of members) groundSteps(input, subject, brought, add)
  // While they still run: nothing uses them there.
  for (const { local, add, from } of members)
    for (const { name, isReplaced } of local)
      if (isReplaced) add('keep-volume', true, name, { reference: from.reference, imageId: from.imageId })
  if (isStopFirst) stopAll()
  for (const { local, add, from } of members)
    for (const { name, isReplaced } of local) add('copy-volume', true, name, { ...from, mayReplace: isReplaced })
  for (const { subject, add, from, firstName, quiet, fixed } of members) {
    const { filePaths, macs } = subject
    add('create-container', true, firstName, { ...from, quiet, fixed, filePaths: [...filePaths], macs })
  }
  for (const { subject, add, firstName } of members) {
    if (!isRunning(subject)) continue
    add('start-container', true, firstName)
    add('wait-container', true, firstName)
  }
  for (const { add, name, from, quiet, fixed, firstName } of members) {
    if (quiet.length === 0) continue
    add('switch-names', true, firstName, { fromHostId: from.fromHostId, to: name, networks: quiet, fixed })
  }
  if (!isStopFirst) stopAll()
  for (const { add, name } of backwards) add('remove-original', false, name)
  for (const { add, local } of members) {
    if (consents.has('remove-volumes')) for (const { name } of local) add('remove-volume', false, name)
    for (const { name, isReplaced } of local) if (isReplaced) add('remove-kept-volume', true, name)
  }
  const gone = new Set<string>()
  for (const { subject, add } of members) {
    for (const { name, madeBy } of leftNetworks(input, subject, later)) {
      if (gone.has(name)) continue
      gone.add(name)
      add('remove-network', false, name, { madeBy })
    }
  }
  return steps
}
