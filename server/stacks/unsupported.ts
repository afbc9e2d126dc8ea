// What a model says and no engine is told: each with its line, so that nothing is dropped in silence.
import type { Diagnostic } from '@/lib/contract/common'
import type { ComposeModel } from '@/server/compose/model'
import type { Service } from '@/server/compose/model-service'

type Note = { path: string; why: string }

const serviceKeys: Record<string, string> = {
  annotations: 'annotations are not passed on',
  cpu_count: 'cpu_count is for Windows engines; use cpus',
  cpu_percent: 'cpu_percent is for Windows engines; use cpus',
  credential_spec: 'credential specs are for Windows engines',
  gpus: 'GPUs are not handed to containers',
  isolation: 'isolation is for Windows engines',
  models: 'AI models are not provided',
  post_start: 'hooks are not run',
  pre_start: 'hooks are not run',
  pre_stop: 'hooks are not run',
  provider: 'providers are not run, the service has no container',
  use_api_socket: 'the API socket is not mounted',
}

const deployNotes = (service: Service): Note[] => {
  const { deploy } = service
  if (deploy === undefined) return []
  const { restart_policy: restart, update_config: update, resources } = deploy
  const notes: (Note | false | undefined)[] = [
    deploy.endpoint_mode === 'vip' && {
      path: 'endpoint_mode',
      why: 'names resolve to the containers themselves (dnsrr), there is no virtual address',
    },
    deploy.mode?.endsWith('-job') === true && { path: 'mode', why: 'jobs are run as ordinary services' },
    deploy.rollback_config && { path: 'rollback_config', why: 'a container that fails is put back at once' },
    restart?.delay !== undefined && { path: 'restart_policy.delay', why: 'engines choose the delay themselves' },
    restart?.window !== undefined && { path: 'restart_policy.window', why: 'engines choose the window themselves' },
    update?.failure_action === 'continue' && {
      path: 'update_config.failure_action',
      why: 'an update stops at the first failure and puts that container back',
    },
    (update?.max_failure_ratio ?? 0) > 0 && {
      path: 'update_config.max_failure_ratio',
      why: 'an update stops at the first failure',
    },
    resources?.reservations?.devices && { path: 'resources.reservations.devices', why: 'devices cannot be reserved' },
    resources?.reservations?.generic_resources && {
      path: 'resources.reservations.generic_resources',
      why: 'generic resources are unknown to the scheduler',
    },
  ]
  return notes
    .filter((note) => note !== false && note !== undefined)
    .map(({ path, why }) => ({ path: `deploy.${path}`, why }))
}

const networkNotes = (service: Service): Note[] =>
  Object.entries(service.networks ?? {}).flatMap(([key, attachment]) =>
    (['gw_priority', 'interface_name', 'priority'] as const)
      .filter((name) => attachment?.[name] !== undefined)
      .map((name) => ({ path: `networks.${key}.${name}`, why: `${name} is not passed on` })),
  )

const buildNotes = (service: Service): Note[] =>
  (
    [
      'additional_contexts',
      'cache_to',
      'entitlements',
      'no_cache_filter',
      'platforms',
      'privileged',
      'provenance',
      'sbom',
      'secrets',
      'ssh',
    ] as const
  )
    .filter((name) => service.build?.[name] !== undefined)
    .map((name) => ({ path: `build.${name}`, why: `needs BuildKit; the engine's own builder is used` }))

const notesOf = (service: Service): Note[] => [
  ...Object.entries(serviceKeys)
    .filter(([key]) => service[key as keyof Service] !== undefined)
    .map(([path, why]) => ({ path, why })),
  ...deployNotes(service),
  ...networkNotes(service),
  ...buildNotes(service),
]

export const unsupportedKeys = (model: ComposeModel): Diagnostic[] =>
  Object.values(model.services).flatMap((service) =>
    notesOf(service).map(({ path, why }) => {
      const whole = `services.${service.name}.${path}`
      const position = model.positionOf(whole)
      return {
        severity: 'warning' as const,
        code: 'deploy.not-applied',
        message: `${service.name}: ${path} has no effect: ${why}.`,
        path: whole,
        ...(position === undefined ? {} : { position }),
      }
    }),
  )
