// What keeps a plan from being applied, each with its place in the file and the way out.
import type { Host } from '@/lib/contract/hosts'
import type { Problem } from '@/lib/contract/plan'
import type { ClusterSnapshot } from '@/server/cluster/types'
import type { ComposeModel } from '@/server/compose/model'
import { contentOf } from './container-files'
import type { DesiredService } from './desired'
import { stackContainers } from './existing'
import type { Instance } from './instance'
import type { NetworkChoice } from './network-choice'
import type { PlanInput } from './plan-input'
import { positionFields } from './positions'

const at = (model: ComposeModel, service: string, key: string) => ({
  service,
  ...positionFields(model, `services.${service}.${key}`),
})

const sourceProblems = (model: ComposeModel, desired: DesiredService, input: PlanInput): Problem[] => {
  const { name, service } = desired
  const problems: Problem[] = []
  for (const [index, plan] of desired.mounts.entries()) {
    if (plan.kind !== 'refused') continue
    const message = `${name}: ${plan.message}.`
    problems.push({ code: 'mount_refused', message, fix: plan.fix, ...at(model, name, `volumes.${index}`) })
  }
  const objects = [
    ...(service.secrets ?? []).map(({ source }) => ({ kind: 'secret', source, object: model.secrets[source] })),
    ...(service.configs ?? []).map(({ source }) => ({ kind: 'config', source, object: model.configs[source] })),
  ]
  for (const { kind, source, object } of objects) {
    if (object !== undefined && contentOf(object, input.files) !== null) continue
    const message = object?.external
      ? `${name}: the ${kind} ${source} is external, and engines without Swarm services hold none.`
      : `${name}: the ${kind} ${source} has no content: ${object?.file ?? object?.environment ?? 'nothing'} was not given.`
    const fix = object?.environment
      ? `Set the variable ${object.environment}.`
      : 'Drop its file together with the compose file.'
    problems.push({ code: 'file_missing', message, fix, ...at(model, name, `${kind}s`) })
  }
  if (service.read_only && desired.files.length > 0) {
    const message = `${name} is read-only, so ${desired.files[0]?.path} cannot be put into it.`
    const fix = 'Take read_only out of the file, or bring the file in the image.'
    problems.push({ code: 'read_only', message, fix, ...at(model, name, 'read_only') })
  }
  if (desired.build?.problem) {
    const fix = 'Drop the files of the build context together with the compose file, or give an image that is built.'
    const message = `${name} cannot be built: ${desired.build.problem}.`
    problems.push({ code: 'build_context', message, fix, ...at(model, name, 'build') })
  }
  if (desired.image === '') {
    const message = `${name} has neither an image nor a build.`
    problems.push({ code: 'no_image', message, fix: 'Give it an image.', ...at(model, name, 'image') })
  }
  if (service.container_name !== undefined && (desired.replicas > 1 || desired.mode === 'global')) {
    const message = `${name} has the fixed name ${service.container_name}, so there can be only one of it.`
    problems.push({
      code: 'fixed_name',
      message,
      fix: 'Take container_name out of the file.',
      ...at(model, name, 'container_name'),
    })
  }
  return problems
}

const volumeProblems = (model: ComposeModel, desired: DesiredService, snapshot: ClusterSnapshot): Problem[] =>
  desired.mounts.flatMap((plan) => {
    if (plan.kind !== 'volume' || !plan.isExternal) return []
    if (snapshot.volumes.some((volume) => volume.name === plan.name)) return []
    const message = `The external volume ${plan.name} does not exist on any host.`
    const fix = `Create the volume ${plan.name} first, or take \`external\` out of the file.`
    return [
      { code: 'volume_missing', message, fix, service: desired.name, ...positionFields(model, `volumes.${plan.key}`) },
    ]
  })

/** One name, one container, whatever the host: otherwise nobody knows which one is meant. */
const nameProblems = (input: PlanInput, instances: readonly Instance[]): Problem[] => {
  const own = new Set(stackContainers(input.snapshot.containers, input.stack).map(({ id }) => id))
  const { hosts, containers } = input.snapshot
  const hostNames = new Map(hosts.map(({ id, name }) => [id, name]))
  // What is on its way has its name already; where it is there by now, that is the one to speak of.
  const foreign = new Map([
    ...input.promised.map(({ hostId, container: { name } }) => [name, hostNames.get(hostId) ?? hostId] as const),
    ...containers.filter(({ id }) => !own.has(id)).map(({ name, hostName }) => [name, hostName] as const),
  ])
  const seen = new Set<string>()
  return instances.flatMap((instance) => {
    if (instance.desired === null) return []
    const { name, service } = instance
    const twice = seen.has(name)
    seen.add(name)
    const other = instance.action === 'create' || instance.action === 'recreate' ? foreign.get(name) : undefined
    if (other !== undefined) {
      const message = `The name ${name} is taken by a container on ${other} that is not part of this stack.`
      const fix = `Remove or rename ${other}/${name}, or choose another name.`
      return [{ code: 'name_taken', message, fix, ...at(input.model, service, 'container_name') }]
    }
    if (!twice) return []
    const message = `Two containers of this stack would be named ${name}.`
    return [
      {
        code: 'name_taken',
        message,
        fix: 'Give each its own container_name.',
        ...at(input.model, service, 'container_name'),
      },
    ]
  })
}

const nearestFix = (instance: Instance): string | undefined =>
  instance.explanation?.hosts.find((verdict) => verdict.fix !== null)?.fix?.text

const blockedProblem = (
  model: ComposeModel,
  instance: Instance,
  hosts: ReadonlyMap<string, Host>,
  choices: ReadonlyMap<string, NetworkChoice>,
): Problem => {
  const host = instance.hostId === null ? undefined : hosts.get(instance.hostId)
  if (host !== undefined) {
    const message = `${instance.name} cannot be replaced: ${instance.reason}.`
    const fix = `Bring ${host.name} back, or remove it from the cluster so that its containers are placed elsewhere.`
    return { code: 'host_unreachable', message, fix, ...at(model, instance.service, 'image') }
  }
  const lacking = Object.keys(instance.desired?.service.networks ?? {}).some((key) => choices.get(key)?.lacksOverlay)
  if (lacking && instance.explanation?.chosenHostId != null) {
    const message = `${instance.name} fits on no host together with the others of its network, and without overlay networking they cannot be apart.`
    const fix = 'Enable overlay networking on the page Networks.'
    return { code: 'overlay_disabled', message, fix, ...at(model, instance.service, 'networks') }
  }
  const fix = nearestFix(instance)
  return {
    code: 'no_placement',
    message: `${instance.name} fits on no host. ${instance.reason}`,
    ...(fix === undefined ? {} : { fix }),
    ...at(model, instance.service, 'deploy.placement'),
  }
}

export const problemsOf = (
  input: PlanInput,
  services: readonly DesiredService[],
  instances: readonly Instance[],
  hosts: ReadonlyMap<string, Host>,
  choices: ReadonlyMap<string, NetworkChoice>,
): Problem[] => [
  ...services.flatMap((desired) => [
    ...sourceProblems(input.model, desired, input),
    ...volumeProblems(input.model, desired, input.snapshot),
  ]),
  ...nameProblems(input, instances),
  ...instances
    .filter(({ action }) => action === 'blocked')
    .map((instance) => blockedProblem(input.model, instance, hosts, choices)),
]
