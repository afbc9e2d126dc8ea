// What is good to know of a move and stops nothing. Pure.
import {
  isRunning,
  isShared,
  joinedNetworks,
  mountedVolumes,
  type PlanInput,
  type Subject,
  stopFirstReason,
} from './subject'

/** `bundle`: those that go as one with it. */
export const notesOf = (input: PlanInput, subject: Subject, bundle: readonly Subject[]): string[] => {
  const { container } = subject
  const { target } = input
  const ports = container.requestedPorts
    .filter(({ hostPort }) => hostPort !== '')
    .map(({ hostPort, port }) => `${hostPort} → ${port}`)
  const shared = mountedVolumes(input, subject).filter(({ isLocal }) => !isLocal)
  const left = input.consents.has('remove-volumes')
    ? []
    : mountedVolumes(input, subject).filter(({ isLocal }) => isLocal)
  const hasImage = input.images.some((image) => image.id === container.imageId && image.hostIds.includes(target.id))
  const overlays = joinedNetworks(input, subject).filter(({ network }) => isShared(network))
  const isQuiet = isRunning(subject) && overlays.length > 0 && stopFirstReason(input, subject, bundle) === ''
  const names = bundle.map((member) => member.container.name).join(', ')
  return [
    ...(bundle.length > 1 ? [`${names} go as one: all of them arrive, or all of them stay.`] : []),
    ...(ports.length > 0
      ? [
          `Its published ports (${ports.join(', ')}) answer on ${target.name} afterwards, no longer on ${container.hostName}.`,
        ]
      : []),
    ...shared.map(
      ({ name, driver }) => `The volume ${name} (${driver}) has to be within reach of ${target.name} as well.`,
    ),
    ...(shared.length < mountedVolumes(input, subject).length
      ? [
          'Owners, modes, times, links and capabilities of files are copied; engines hand out no access lists (ACLs) and no other extended attributes, and fill the holes of sparse files.',
        ]
      : []),
    ...left.map(
      ({ name }) =>
        `The original of the volume ${name} stays on ${container.hostName} for the way back. Remove it once the copy is trusted, so that nobody takes the older data for the newer.`,
    ),
    ...(hasImage ? [] : [`The image ${container.image} is brought to ${target.name} first.`]),
    ...(isQuiet
      ? [
          `It gets its names on ${overlays.map(({ name }) => name).join(', ')} only when it is healthy; then both answer for a moment, until the old one stops.`,
        ]
      : []),
  ]
}
