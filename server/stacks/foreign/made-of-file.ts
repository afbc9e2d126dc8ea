// What an engine would make of a service of a file: the same body that a deploy sends, and what the engine then adds from the
// image (rules of moby's `merge` of a user's configuration with the image's). Pure.
import { listOf, recordOf } from '@/lib/json-value'
import type { ComposeModel } from '@/server/compose/model'
import type { Fields } from '@/server/recreate/types'
import { containerPlan } from '../container-body'
import type { DesiredService } from '../desired'
import type { MountPlan } from '../mounts'
import { isWholeMode, joinText, mountText, volumesFromText } from './made-of-inspect'
import type { Made } from './settings'

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || value === 0 || (Array.isArray(value) && value.length === 0)

const nameOf = (entry: unknown): string => String(entry).split('=', 1)[0] ?? ''

const mergedEnv = (own: unknown, image: unknown): unknown[] => {
  const set = new Set(listOf(own).map(nameOf))
  return [...listOf(image).filter((entry) => !set.has(nameOf(entry))), ...listOf(own)]
}

const mergedHealth = (own: unknown, image: unknown): unknown => {
  if (own === undefined) return image
  const set = Object.entries(recordOf(own)).filter(([, value]) => !isEmpty(value))
  return { ...recordOf(image), ...Object.fromEntries(set) }
}

/** An entrypoint of its own, even an empty one, drops the image's command. */
const mergedCommand = (own: Fields, image: Fields): Pick<Fields, 'Cmd' | 'Entrypoint'> => {
  const command = !isEmpty(own.Cmd) || !isEmpty(own.Entrypoint) ? own.Cmd : image.Cmd
  return { Cmd: command, Entrypoint: own.Entrypoint === undefined ? image.Entrypoint : own.Entrypoint }
}

export const withImage = (own: Fields, image: Fields): Fields => ({
  ...own,
  ...mergedCommand(own, image),
  User: isEmpty(own.User) ? image.User : own.User,
  WorkingDir: isEmpty(own.WorkingDir) ? image.WorkingDir : own.WorkingDir,
  StopSignal: isEmpty(own.StopSignal) ? image.StopSignal : own.StopSignal,
  Env: mergedEnv(own.Env, image.Env),
  Labels: { ...recordOf(image.Labels), ...recordOf(own.Labels) },
  ExposedPorts: { ...recordOf(image.ExposedPorts), ...recordOf(own.ExposedPorts) },
  Healthcheck: mergedHealth(own.Healthcheck, image.Healthcheck),
})

const mountOf = (plan: MountPlan): string => {
  const isReadOnly = plan.mount.read_only === true
  if (plan.kind === 'volume') return mountText('volume', plan.name, isReadOnly)
  if (plan.kind === 'bind') return mountText('bind', plan.source, isReadOnly)
  if (plan.kind === 'tmpfs') return mountText('tmpfs', '', isReadOnly)
  // What the stack brings itself is copied into the container, so that what another tool mounted there is not the same.
  return plan.kind === 'files' ? 'files' : plan.kind
}

const nothing = { deploymentId: '', revision: 0, number: 1, composeFiles: [], peers: {}, anonymousVolumes: {} }

/** Null image: it is not known, and then only what the file says itself. */
export const madeOfFile = (model: ComposeModel, desired: DesiredService, image: Fields | null): Made => {
  const { body, endpoints } = containerPlan(desired, { ...nothing, model, image: desired.image })
  const { HostConfig, NetworkingConfig: _networking, ...config } = body
  const mode = String(HostConfig.NetworkMode ?? 'none')
  const noPeers = new Map<string, string>()
  const ofImage = Object.keys(recordOf(image?.Volumes)).map((target) => [target, 'anonymous'] as const)
  const ofService = desired.mounts.flatMap((plan) =>
    plan.kind === 'refused' ? [] : [[plan.mount.target, mountOf(plan)]],
  )
  const configs = desired.files
    .filter(
      ({ path }) =>
        !desired.mounts.some((plan) => path === plan.mount.target || path.startsWith(`${plan.mount.target}/`)),
    )
    .map(({ path }) => [path, 'files'] as const)
  return {
    config: withImage(config, image ?? {}),
    host: HostConfig,
    mounts: Object.fromEntries([...ofImage, ...ofService, ...configs]),
    networks: Object.fromEntries(
      endpoints.map(({ network, config: { Aliases, IPAMConfig, Links } }) => [
        network,
        joinText(
          Aliases.filter((alias) => alias !== desired.name),
          IPAMConfig,
          Links ?? [],
        ),
      ]),
    ),
    mode: endpoints.length === 0 && isWholeMode(mode) ? mode : null,
    volumesFrom: listOf(HostConfig.VolumesFrom).map((from) => volumesFromText(String(from), noPeers)),
  }
}
