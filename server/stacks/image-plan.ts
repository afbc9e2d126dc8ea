// Which hosts lack the image of a container that is to be made there, and how each one gets it.
import type { Image } from '@/lib/contract/inventory'
import type { Plan, Problem } from '@/lib/contract/stacks'
import type { DesiredService } from './desired'
import { digestIn, imageAnswersTo } from './image-reference'
import type { Instance } from './instance'
import { lotseLabel } from './labels'
import type { PlanInput } from './plan-input'
import { positionFields } from './positions'

export type ImageStep = {
  action: 'pull' | 'build' | 'copy'
  reference: string
  hostId: string
  desired: DesiredService
  /** For copy: where it comes from; a build on that host has to end first. */
  fromHostId: string | null
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

const buildSteps = (desired: DesiredService, hostIds: readonly string[], images: readonly Image[]): ImageStep[] => {
  const having = holders(images, desired, desired.image).flatMap((image) => image.hostIds)
  const lacking = hostIds.filter((id) => !having.includes(id))
  const base = { reference: desired.image, desired, always: false }
  const [builder, ...others] = lacking
  if (builder === undefined) return []
  const source = having[0]
  if (source !== undefined) return lacking.map((hostId) => ({ ...base, action: 'copy', hostId, fromHostId: source }))
  return [
    { ...base, action: 'build', hostId: builder, fromHostId: null },
    ...others.map((hostId) => ({ ...base, action: 'copy' as const, hostId, fromHostId: builder })),
  ]
}

const stepsFor = (desired: DesiredService, hostIds: readonly string[], input: PlanInput): ImageStep[] | Problem => {
  const { images } = input.snapshot
  const reference = desired.pinnedImage
  if (desired.build !== null) return buildSteps(desired, hostIds, images)
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
    always: isAlways || wanted !== undefined,
  }))
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
  const list = (reference: string, action: Plan['images'][number]['action'], hostId: string) => {
    const entry = listed.get(`${action} ${reference}`) ?? { reference, hostNames: [], action }
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
    for (const step of found) {
      steps.set(`${step.hostId} ${step.reference}`, step)
      list(step.reference, step.action, step.hostId)
    }
    for (const { hostId } of own) {
      if (hostId !== null && !found.some((step) => step.hostId === hostId)) list(desired.pinnedImage, 'present', hostId)
    }
  }
  return { steps: [...steps.values()], listed: [...listed.values()], problems }
}
