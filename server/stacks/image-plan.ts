// Which hosts lack the image of a container that is to be made there, and how each one gets it.
import type { Image } from '@/lib/contract/inventory'
import type { Plan, Problem } from '@/lib/contract/plan'
import { digestIn, imageAnswersTo, withDigest } from '@/server/docker/image-reference'
import { pushedReference } from './build-plan'
import type { DesiredService } from './desired'
import type { Instance } from './instance'
import { lotseLabel } from './labels'
import type { PlanInput } from './plan-input'
import { positionFields } from './positions'

export type ImageStep = {
  action: 'pull' | 'build' | 'push' | 'copy'
  reference: string
  hostId: string
  desired: DesiredService
  /** For copy: where it comes from; a build on that host has to end first. */
  fromHostId: string | null
  /** For a built image: its name in the registry, to which it is pushed or from which it is pulled. */
  via: string | null
  always: boolean
}

export type ImagePlan = { steps: ImageStep[]; listed: Plan['images']; problems: Problem[] }

const pullPolicy = (desired: DesiredService, input: PlanInput): PlanInput['pull'] => {
  const own = desired.service.pull_policy
  if (input.pull !== 'missing' || own === undefined) return input.pull
  if (own === 'always' || own === 'daily' || own === 'weekly' || own.startsWith('every_')) return 'always'
  return own === 'never' ? 'never' : 'missing'
}

const holders = (images: readonly Image[], desired: DesiredService, reference: string): Image[] =>
  images.filter(
    (image) =>
      imageAnswersTo(image, reference) &&
      (desired.build === null || image.labels[lotseLabel.build] === desired.build.hash),
  )

const isHealthy = (input: PlanInput, hostId: string) =>
  input.snapshot.hosts.some(({ id, state }) => id === hostId && state === 'healthy')

/** Built once, then carried to the other hosts: through the registry where there is one, else from host to host. */
const buildSteps = (desired: DesiredService, hostIds: readonly string[], input: PlanInput): ImageStep[] => {
  const having = holders(input.snapshot.images, desired, desired.image).flatMap((image) => image.hostIds)
  const lacking = hostIds.filter((id) => !having.includes(id))
  const [builder] = lacking
  if (builder === undefined) return []
  const base = { reference: desired.image, desired, always: false, fromHostId: null, via: null }
  const source = having.find((id) => isHealthy(input, id))
  const built: ImageStep[] = source === undefined ? [{ ...base, action: 'build', hostId: builder }] : []
  const others = source === undefined ? lacking.slice(1) : lacking
  const from = source ?? builder
  if (input.builds === null || desired.build === null) {
    return [...built, ...others.map((hostId) => ({ ...base, action: 'copy' as const, hostId, fromHostId: from }))]
  }
  const via = pushedReference(input.builds.prefix, desired.image, desired.build.hash)
  const pulls = (ids: readonly string[]) => ids.map((hostId) => ({ ...base, action: 'pull' as const, hostId, via }))
  if (input.builds.present.includes(via)) return pulls(lacking)
  return [...built, { ...base, action: 'push', hostId: from, via }, ...pulls(others)]
}

const stepsFor = (desired: DesiredService, hostIds: readonly string[], input: PlanInput): ImageStep[] | Problem => {
  const { images } = input.snapshot
  const reference = desired.pinnedImage
  if (desired.build !== null) return buildSteps(desired, hostIds, input)
  const wanted = input.wantedDigests[desired.image]
  const isAlways = pullPolicy(desired, input) === 'always' && wanted === undefined
  const matching = holders(images, desired, reference)
  const current =
    wanted === undefined ? matching : matching.filter((image) => digestIn(image.digests, reference) === wanted)
  const lacking = isAlways ? hostIds : hostIds.filter((id) => !current.some((image) => image.hostIds.includes(id)))
  if (lacking.length > 0 && pullPolicy(desired, input) === 'never') {
    const names = lacking.map((id) => input.snapshot.hosts.find((host) => host.id === id)?.name ?? id).join(', ')
    return {
      code: 'image_missing',
      message: `${desired.image} is not on ${names}, and pulling is switched off.`,
      fix: 'Allow pulling, or load the image there.',
      service: desired.name,
      ...positionFields(input.model, `services.${desired.name}.image`),
    }
  }
  // An image that came from no registry can come only from the host that has it.
  const homeless = matching.find((image) => image.digests.length === 0 && image.hostIds.length > 0)
  const source = wanted === undefined && !isAlways ? homeless?.hostIds[0] : undefined
  return lacking.map((hostId) => ({
    action: source === undefined ? ('pull' as const) : ('copy' as const),
    reference,
    hostId,
    desired,
    fromHostId: source ?? null,
    via: null,
    always: isAlways || wanted !== undefined,
  }))
}

/** What the engines that have the very image say of it. What a tag has become in its registry they do not know. */
const sizeOf = (input: PlanInput, desired: DesiredService): number | null => {
  const reference = desired.pinnedImage
  const wanted = input.wantedDigests[desired.image]
  const found = holders(input.snapshot.images, desired, reference).find(
    ({ digests }) => wanted === undefined || digestIn(digests, reference) === wanted,
  )
  return found?.sizeBytes ?? null
}

/** The name under which a registry has it already; what a tag is now is asked for by digest, which is asked once for ever. */
const askAs = (input: PlanInput, { action, desired, via }: ImageStep): string | null => {
  if (action !== 'pull') return null
  if (desired.build !== null) return via !== null && input.builds?.present.includes(via) ? via : null
  const wanted = input.wantedDigests[desired.image]
  return wanted === undefined ? desired.pinnedImage : withDigest(desired.image, wanted)
}

export const planImages = (
  input: PlanInput,
  services: readonly DesiredService[],
  instances: readonly Instance[],
): ImagePlan => {
  const nameOf = (id: string) => input.snapshot.hosts.find((host) => host.id === id)?.name ?? id
  const steps = new Map<string, ImageStep>()
  const problems: Problem[] = []
  const listed = new Map<string, Plan['images'][number]>()
  const list = (
    reference: string,
    action: Plan['images'][number]['action'],
    hostId: string,
    known: Pick<Plan['images'][number], 'sizeBytes' | 'askAs'>,
  ) => {
    const entry = listed.get(`${action} ${reference}`) ?? { reference, hostNames: [], action, ...known }
    if (!entry.hostNames.includes(nameOf(hostId))) entry.hostNames.push(nameOf(hostId))
    listed.set(`${action} ${reference}`, entry)
  }
  for (const desired of services) {
    const own = instances.filter((instance) => instance.desired === desired)
    const made = own.filter(({ action }) => action === 'create' || action === 'recreate')
    const hostIds = [...new Set(made.flatMap(({ hostId }) => (hostId === null ? [] : [hostId])))]
    const found = stepsFor(desired, hostIds, input)
    if (!Array.isArray(found)) {
      problems.push(found)
      continue
    }
    const sizeBytes = sizeOf(input, desired)
    for (const step of found) {
      const shown = step.action === 'push' ? (step.via ?? step.reference) : step.reference
      steps.set(`${step.hostId} ${shown}`, step)
      list(shown, step.action, step.hostId, { sizeBytes, askAs: sizeBytes === null ? askAs(input, step) : null })
    }
    for (const { hostId } of own) {
      if (hostId !== null && !found.some((step) => step.hostId === hostId && step.action !== 'push'))
        list(desired.pinnedImage, 'present', hostId, { sizeBytes, askAs: null })
    }
  }
  return { steps: [...steps.values()], listed: [...listed.values()], problems }
}
