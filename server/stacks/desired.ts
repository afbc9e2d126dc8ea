// The model with every question answered that does not depend on hosts: how many of each service, from which image,
// with which mounts and files, and the spec that tells whether a container is still the one wanted.
import type { SourceFile } from '@/lib/contract/stacks'
import type { ComposeModel } from '@/server/compose/model'
import type { Service } from '@/server/compose/model-service'
import { familiarReference, parseImageReference, withDigest } from '@/server/docker/image-reference'
import { type BuildPlan, buildPlanOf } from './build-plan'
import { environmentOf } from './classic-env'
import { type ContainerFile, contentOf, referencedFile } from './container-files'
import { type MountPlan, mountsOf } from './mounts'
import { type ServiceSpec, serviceSpec, specHash } from './service-spec'

export type DesiredService = {
  name: string
  service: Service
  /** As the file names it; for a build the tag it gets. */
  image: string
  /** What engines are asked for: `image`, or its pinned digest. */
  pinnedImage: string
  build: BuildPlan | null
  mode: 'replicated' | 'global'
  replicas: number
  mounts: MountPlan[]
  /** Configs, secrets and uploaded files. */
  files: ContainerFile[]
  env: string[]
  /** Classic Swarm's, taken out of the environment. */
  expressions: string[]
  spec: ServiceSpec
  hash: string
  reservation: { cpus: number; memoryBytes: number }
}

export type DesiredOptions = {
  files: readonly SourceFile[]
  /** Service → replicas, set by scaling. */
  scale: Readonly<Record<string, number>>
  /** Image reference → digest to use, for a rollback. */
  pins: Readonly<Record<string, string>>
}

const reservationOf = (service: Service): DesiredService['reservation'] => {
  const { reservations, limits } = service.deploy?.resources ?? {}
  const quota = service.cpu_quota ? service.cpu_quota / (service.cpu_period ?? 100_000) : 0
  return {
    cpus: reservations?.cpus ?? limits?.cpus ?? service.cpus ?? quota,
    memoryBytes: reservations?.memory ?? service.mem_reservation ?? limits?.memory ?? service.mem_limit ?? 0,
  }
}

const filesOf = (model: ComposeModel, service: Service, options: DesiredOptions, mounts: MountPlan[]) => {
  const references = [
    ...(service.configs ?? []).map((reference) => ({ kind: 'config' as const, reference, objects: model.configs })),
    ...(service.secrets ?? []).map((reference) => ({ kind: 'secret' as const, reference, objects: model.secrets })),
  ]
  return [
    ...mounts.flatMap((plan) => (plan.kind === 'files' ? plan.files : [])),
    ...references.flatMap(({ kind, reference, objects }) => {
      const object = objects[reference.source]
      const content = object === undefined ? null : contentOf(object, options.files)
      return content === null ? [] : [referencedFile(kind, reference, content)]
    }),
  ]
}

const desiredService = (model: ComposeModel, service: Service, options: DesiredOptions): DesiredService => {
  const build = buildPlanOf(model, service, options.files)
  const image = build?.tag ?? service.image ?? ''
  const mounts = mountsOf(model, service, options.files)
  const files = filesOf(model, service, options, mounts)
  const spec = serviceSpec(model, service, { image, buildHash: build?.hash ?? null, mounts, files })
  const pin = options.pins[image]
  const replicas = options.scale[service.name] ?? service.deploy?.replicas ?? service.scale ?? 1
  return {
    name: service.name,
    service,
    image,
    pinnedImage: pin === undefined || build !== null ? image : withDigest(image, pin),
    build,
    mode: service.deploy?.mode?.startsWith('global') ? 'global' : 'replicated',
    replicas,
    mounts,
    files,
    ...environmentOf(service),
    spec,
    hash: specHash(spec),
    reservation: reservationOf(service),
  }
}

/** In dependency order; what depends on nothing comes first, otherwise by name. */
export const desiredServices = (model: ComposeModel, options: DesiredOptions): DesiredService[] => {
  const done = new Map<string, DesiredService>()
  const open = new Set<string>()
  const visit = (name: string): void => {
    const service = model.services[name]
    if (service === undefined || done.has(name) || open.has(name)) return
    open.add(name)
    for (const other of Object.keys(service.depends_on ?? {}).sort()) visit(other)
    done.set(name, desiredService(model, service, options))
  }
  for (const name of Object.keys(model.services).sort()) visit(name)
  return [...done.values()]
}

export const instanceName = (stack: string, desired: DesiredService, number: number): string =>
  desired.service.container_name ?? `${stack}-${desired.name}-${number}`

/** Two ways of writing one image are no difference. */
export const sameImage = (a: string, b: string): boolean => familiarReference(a) === familiarReference(b)

export const isPinned = (reference: string): boolean => parseImageReference(reference).digest !== null

/** The spec a service has in a model, for comparing with what a container was made from. */
export const specOfModel = (model: ComposeModel, name: string, options: DesiredOptions): ServiceSpec | null => {
  const service = model.services[name]
  return service === undefined ? null : desiredService(model, service, options).spec
}
