// A service as the body of Docker's container create call. Pure; what an engine must be told after creating stands beside it.
import { durationNanoseconds } from '@/server/compose/duration'
import type { Service } from '@/server/compose/model-service'
import { expressionLabels } from './classic-env'
import type { ContainerContext } from './container-context'
import type { DesiredService } from './desired'
import { type EndpointConfig, endpoints } from './endpoints'
import { hostConfig } from './host-config'
import { composeLabel, composeVersion, lotseLabel } from './labels'

export type ContainerBody = Record<string, unknown> & {
  Labels: Record<string, string>
  HostConfig: Record<string, unknown>
  NetworkingConfig?: { EndpointsConfig: Record<string, EndpointConfig> }
}

/** All endpoints; engines before API 1.44 take only the first at creation. */
export type ContainerPlan = { body: ContainerBody; endpoints: { network: string; config: EndpointConfig }[] }

export const nanosecondsOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : durationNanoseconds(text)

const healthcheck = (service: Service): Record<string, unknown> | undefined => {
  const check = service.healthcheck
  if (check === undefined) return undefined
  if (check.disable) return { Test: ['NONE'] }
  return {
    Test: check.test,
    Interval: nanosecondsOf(check.interval),
    Timeout: nanosecondsOf(check.timeout),
    StartPeriod: nanosecondsOf(check.start_period),
    StartInterval: nanosecondsOf(check.start_interval),
    Retries: check.retries,
  }
}

const dependsOnText = (service: Service): string =>
  Object.entries(service.depends_on ?? {})
    .map(([name, { condition, restart }]) => `${name}:${condition}:${restart === true}`)
    .join(',')

const labelsOf = (desired: DesiredService, context: ContainerContext): Record<string, string> => {
  const { service, reservation } = desired
  const pinned = context.image !== desired.image
  return {
    ...service.labels,
    ...expressionLabels(desired.expressions, service.labels ?? {}),
    [composeLabel.project]: context.model.name,
    [composeLabel.service]: desired.name,
    [composeLabel.number]: String(context.number),
    [composeLabel.oneoff]: 'False',
    [composeLabel.version]: composeVersion,
    [composeLabel.configHash]: desired.hash,
    [composeLabel.configFiles]: context.composeFiles.join(','),
    [composeLabel.workingDir]: '',
    [composeLabel.dependsOn]: dependsOnText(service),
    [lotseLabel.spec]: desired.hash,
    [lotseLabel.revision]: String(context.revision),
    [lotseLabel.deployment]: context.deploymentId,
    ...(pinned ? { [lotseLabel.image]: desired.image } : {}),
    ...(reservation.cpus > 0 ? { 'io.lotse.reservation.cpus': String(reservation.cpus) } : {}),
    ...(reservation.memoryBytes > 0 ? { 'io.lotse.reservation.memory': String(reservation.memoryBytes) } : {}),
  }
}

const exposedPorts = (service: Service): Record<string, object> =>
  Object.fromEntries([
    ...(service.expose ?? []).flatMap((port) => spread(port).map((one) => [one, {}])),
    ...(service.ports ?? []).map(({ target, protocol }) => [`${target}/${protocol}`, {}]),
  ])

/** `3000-3002/udp` names three ports. */
const spread = (text: string): string[] => {
  const [range = '', protocol = 'tcp'] = text.split('/')
  const [first = 0, last = first] = range.split('-').map(Number)
  return Array.from({ length: Math.max(0, last - first) + 1 }, (_, index) => `${first + index}/${protocol}`)
}

const volumePaths = (desired: DesiredService): Record<string, object> =>
  Object.fromEntries(desired.mounts.flatMap((plan) => (plan.kind === 'anonymous' ? [[plan.mount.target, {}]] : [])))

const withoutUndefined = <T extends Record<string, unknown>>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T

export const containerPlan = (desired: DesiredService, context: ContainerContext): ContainerPlan => {
  const { service } = desired
  const grace = nanosecondsOf(service.stop_grace_period)
  const attached = endpoints(context.model, service)
  const ownsNetwork = !/^(host|none|service:|container:)/.test(service.network_mode ?? '')
  const ownsHostname = !/^(host|service:|container:)/.test(service.network_mode ?? '')
  const body: ContainerBody = {
    Labels: labelsOf(desired, context),
    HostConfig: withoutUndefined(hostConfig(desired, context)),
    Image: context.image,
    Cmd: service.command ?? undefined,
    Entrypoint: service.entrypoint ?? undefined,
    Env: desired.env,
    ExposedPorts: ownsNetwork ? exposedPorts(service) : undefined,
    Volumes: volumePaths(desired),
    Healthcheck: healthcheck(service),
    Hostname: ownsHostname ? service.hostname : undefined,
    Domainname: ownsHostname ? service.domainname : undefined,
    User: service.user,
    WorkingDir: service.working_dir,
    Tty: service.tty,
    OpenStdin: service.stdin_open,
    StopSignal: service.stop_signal,
    StopTimeout: grace === undefined ? undefined : Math.ceil(grace / 1e9),
    MacAddress: attached.length === 0 ? service.mac_address : undefined,
    AttachStdout: false,
    AttachStderr: false,
  }
  const first = attached[0]
  if (first !== undefined) body.NetworkingConfig = { EndpointsConfig: { [first.network]: first.config } }
  return { body: withoutUndefined(body), endpoints: attached }
}
