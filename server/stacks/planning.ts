// From a request to a plan: everything a pure plan needs is fetched here first.
import type { Container } from '@/lib/contract/containers'
import type { DeployRequest, VariableUse } from '@/lib/contract/stacks'
import { mask } from '@/lib/mask'
import type { Cluster, ClusterSnapshot } from '@/server/cluster/types'
import { familiarReference } from '@/server/docker/image-reference'
import { isAppError } from '@/server/errors'
import type { Log } from '@/server/log'
import type { RegistryAccess } from '@/server/registries/types'
import { pushedReference } from './build-plan'
import { type DesiredService, desiredServices, specOfModel } from './desired'
import { registryDigests } from './digests'
import { stackContainers } from './existing'
import type { ForeignReader } from './foreign/read-foreign'
import { lotseLabel } from './labels'
import type { PlacementPolicy } from './placer'
import { type PlanResult, planStack } from './plan'
import type { PlanInput } from './plan-input'
import { loadSource, type RevisionSource, requireModel } from './revision-source'
import type { RevisionStore } from './revision-store'
import type { ServiceSpec } from './service-spec'

export type PlanRequest = {
  stack: string
  revision: number
  source: RevisionSource
  removeOrphans: readonly string[]
  pull: DeployRequest['pull']
  scale: Readonly<Record<string, number>>
  /** Containers that other deployments under way are about to make. */
  promised: PlanInput['promised']
}

export type Planning = ReturnType<typeof createPlanning>

const maskedVariables = (variables: readonly VariableUse[]): VariableUse[] =>
  variables.map((use) => (use.secret && use.value ? { ...use, value: mask } : use))

const alwaysPulls = ({ build, service }: DesiredService, pull: DeployRequest['pull']): boolean =>
  build === null && (pull === 'always' || (pull === 'missing' && service.pull_policy === 'always'))

const mostSpecsKept = 200
const slowAnswerMs = 5_000
const silenceMs = 30_000

export const createPlanning = (deps: {
  cluster: Cluster
  registries: RegistryAccess
  revisions: RevisionStore
  readForeign: ForeignReader
  log: Log
  policy: () => PlacementPolicy
  /** Containers on their way to a host. */
  coming: () => readonly Container[]
}) => {
  const { cluster, registries, revisions, readForeign, log } = deps
  /** A revision never changes, so what it says of its services is worked out once. */
  const specs = new Map<string, Record<string, ServiceSpec>>()
  let silentUntilMs = 0

  const specsOf = async (stack: string, number: number): Promise<void> => {
    const key = `${stack} ${number}`
    if (specs.has(key)) return
    try {
      const { source } = await revisions.read(stack, number)
      const { model } = loadSource(source, stack)
      if (model === null) return
      const options = { files: source.files, scale: {}, pins: {} }
      const all = Object.keys(model.services).map((name) => [name, specOfModel(model, name, options) ?? {}] as const)
      if (specs.size >= mostSpecsKept) specs.delete(specs.keys().next().value ?? '')
      specs.set(key, Object.fromEntries(all))
    } catch (error) {
      // Without it the plan still says what is recreated, only not which key was what before.
      if (!isAppError(error) || error.code !== 'not_found')
        log.warn({ err: error, stack, number }, 'a revision cannot be read')
    }
  }

  const builtBefore = async (services: readonly DesiredService[]): Promise<PlanInput['builds']> => {
    if (registries.builds === null) return null
    const { prefix } = registries.builds
    const hosts = cluster.hosts().filter(({ state }) => state === 'healthy')
    const images = cluster.images()
    const isEverywhere = (image: string, hash: string): boolean =>
      hosts.every(({ id }) =>
        images.some(
          ({ labels, tags, hostIds }) =>
            labels[lotseLabel.build] === hash && hostIds.includes(id) && tags.includes(familiarReference(image)),
        ),
      )
    // A plan follows the typing: the registry is asked only for what may have to be brought somewhere.
    const wanted = services.flatMap(({ image, build }) =>
      build === null || isEverywhere(image, build.hash) ? [] : [pushedReference(prefix, image, build.hash)],
    )
    if (wanted.length === 0 || Date.now() < silentUntilMs) return { prefix, present: [] }
    const askedMs = Date.now()
    const found = Object.entries(await registryDigests(cluster, registries, [...new Set(wanted)], log))
    const known = await Promise.all(found.map(([reference]) => registries.pushedDigest(reference)))
    // What somebody else has put there is pushed over.
    const present = found.flatMap(([reference, digest], index) => (digest === known[index] ? [reference] : []))
    // One that does not answer is left to the push to report; till then no plan waits for it again.
    const isSilent = found.length === 0 && Date.now() - askedMs > slowAnswerMs
    silentUntilMs = isSilent ? Date.now() + silenceMs : 0
    return { prefix, present }
  }

  /** Those of the stack itself are where they are: nothing is done to it while they are moved. */
  const withComing = (stack: string): ClusterSnapshot => {
    const snapshot = cluster.snapshot()
    const coming = deps.coming().filter((container) => container.stack !== stack)
    return coming.length === 0 ? snapshot : { ...snapshot, containers: [...snapshot.containers, ...coming] }
  }

  return {
    plan: async (request: PlanRequest): Promise<PlanResult> => {
      const { stack, source } = request
      const loaded = requireModel(source, stack)
      const options = { files: source.files, scale: request.scale, pins: source.pins }
      const services = desiredServices(loaded.model, options)
      const asked = services.filter((desired) => alwaysPulls(desired, request.pull)).map(({ image }) => image)
      const wantedDigests =
        asked.length === 0 ? {} : await registryDigests(cluster, registries, [...new Set(asked)], log)
      const containers = stackContainers(cluster.containersOf({ stack }), stack)
      const numbers = new Set(containers.map(({ labels }) => Number(labels[lotseLabel.revision])))
      await Promise.all([...numbers].filter(Number.isInteger).map((number) => specsOf(stack, number)))
      return planStack({
        ...request,
        model: loaded.model,
        files: source.files,
        pins: source.pins,
        diagnostics: loaded.diagnostics,
        variables: maskedVariables(loaded.variables),
        snapshot: withComing(stack),
        previousSpec: (number, service) => specs.get(`${stack} ${number}`)?.[service] ?? null,
        wantedDigests,
        inspected: await readForeign(containers),
        builds: await builtBefore(services),
        policy: deps.policy(),
      })
    },
  }
}
