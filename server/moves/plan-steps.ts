// The steps that move one container, in the order they are done. Pure.
import type { MoveStepKind } from '@/lib/contract/moves'
import type { Inspect } from './inspect'
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

/** `brought`: what steps of containers before this one bring to the target already. */
export const stepsOf = (input: PlanInput, subject: Subject, brought: Set<string>): PlannedStep[] => {
  const { container, inspect } = subject
  const { target, consents } = input
  const steps: PlannedStep[] = []
  const add = (kind: MoveStepKind, isOnTarget: boolean, name: string, stepInput: StepInput = {}) =>
    steps.push({
      id: `${kind} ${container.id.slice(0, 12)} ${name}`,
      kind,
      containerId: container.id,
      hostId: isOnTarget ? target.id : container.hostId,
      hostName: isOnTarget ? target.name : container.hostName,
      target: name,
      input: stepInput,
    })
  const once = (key: string, act: () => void) => {
    if (brought.has(key)) return
    brought.add(key)
    act()
  }
  const fromHostId = container.hostId
  const image = input.images.find(({ id }) => id === inspect.Image)
  const reference = inspect.Config.Image ?? inspect.Image
  const from = { fromHostId, imageId: inspect.Image, reference }

  if (!image?.hostIds.includes(target.id)) {
    once(`image ${inspect.Image}`, () =>
      add('bring-image', true, reference, {
        fromHostId,
        imageId: inspect.Image,
        digests: image?.digests ?? [],
        sizeBytes: image?.sizeBytes ?? 0,
      }),
    )
  }
  const networks = joinedNetworks(input, subject)
  const fixed = networks.filter(({ isFixed }) => isFixed).map(({ name }) => name)
  for (const { name, network, isFixed } of networks) {
    if (network === undefined || isShared(network) || networkOn(input, target.id, name)) continue
    const { driver, internal, enableIPv6, attachable, options, labels } = network
    const subnets = isFixed
      ? network.ipam.map(({ subnet, gateway }) => ({ subnet, ...(gateway ? { gateway } : {}) }))
      : []
    once(`network ${name}`, () =>
      add('create-network', true, name, { driver, internal, enableIPv6, attachable, options, labels, subnets }),
    )
  }
  const volumes = mountedVolumes(input, subject)
  for (const { name, isLocal } of volumes) {
    if (isLocal || volumeOn(input, target.id, name)) continue
    once(`volume ${name}`, () => add('create-volume', true, name, { fromHostId }))
  }

  const runs = isRunning(subject)
  const isStopFirst = stopFirstReason(input, subject) !== ''
  const graceSeconds = inspect.Config.StopTimeout ?? 10
  const isExclusive = exclusiveReason(input, subject) !== ''
  const restart = isStopFirst ? ownRestart(inspect) : undefined
  const stop = () => {
    const stopInput = { graceSeconds, isExclusive, ...(restart === undefined ? {} : { restart }) }
    if (runs) add('stop-original', false, container.name, stopInput)
  }
  const local = volumes.filter(({ isLocal }) => isLocal)
  const quiet = runs && !isStopFirst ? networks.filter(({ network }) => isShared(network)).map(({ name }) => name) : []
  const firstName = quiet.length > 0 ? temporaryName(container.name, container.id) : container.name

  const replaced = local.filter(({ name }) => volumeOn(input, target.id, name) !== undefined)
  // While it still runs: nothing uses them there.
  for (const { name } of replaced) add('keep-volume', true, name, { reference, imageId: inspect.Image })
  if (isStopFirst) stop()
  for (const { name } of local)
    add('copy-volume', true, name, { ...from, mayReplace: replaced.some((other) => other.name === name) })
  add('create-container', true, firstName, { ...from, quiet, fixed, filePaths: [...subject.filePaths] })
  if (runs) {
    add('start-container', true, firstName)
    add('wait-container', true, firstName)
  }
  if (quiet.length > 0) add('switch-names', true, firstName, { fromHostId, to: container.name, networks: quiet, fixed })
  if (!isStopFirst) stop()
  add('remove-original', false, container.name)
  if (consents.has('remove-volumes')) for (const { name } of local) add('remove-volume', false, name)
  for (const { name } of replaced) add('remove-kept-volume', true, name)
  return steps
}
