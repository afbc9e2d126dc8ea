// What a container asks of its host, held against a role's policy: the one place that knows every way out of a container that the API
// offers. Used for what is asked for and for containers that are there, since whoever enters one has what it has. Pure.
import type { DockerPolicy } from '@/lib/contract/docker-access'
import type { JsonObject } from '../http/read-body'
import { field, isGiven, listIn, objectIn, wordIn } from './fields'
import { judgeAskedMounts, judgeRealMounts, type KnownVolumes } from './judge-mounts'
import type { Violation } from './violation'

export type HostFacts = {
  volumes: KnownVolumes
  /** Does this name or id mean a network of the host itself? */
  isHostNetwork(ref: string): boolean
}
/** `joins`: containers whose namespaces or volumes it shares, so that what they may counts too. */
export type Judged = { violation: Violation | null; joins: string[] }

/** Every container has these unless it gives them up, so asking for them again is asking for nothing. */
const usualCapabilities = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
])
const namespaces = ['PidMode', 'IpcMode', 'UTSMode', 'UsernsMode', 'CgroupnsMode', 'Cgroup']
const deviceFields = ['Devices', 'DeviceCgroupRules', 'DeviceRequests']
const settingFields = ['Sysctls', 'CgroupParent', 'Annotations']

const judgeNamespaces = ({ hostNamespaces }: DockerPolicy, config: JsonObject, facts: HostFacts): Violation | null => {
  if (hostNamespaces) return null
  const mode = wordIn(config, 'NetworkMode')
  if (mode !== '' && facts.isHostNetwork(mode)) return { rule: 'host-namespaces', what: 'NetworkMode is host' }
  const found = namespaces.find((name) => wordIn(config, name).toLowerCase() === 'host')
  return found === undefined ? null : { rule: 'host-namespaces', what: `${found} is host` }
}

function judgeCapabilities({ capabilities }: DockerPolicy, config: JsonObject): Violation | null {
  const asked = [...listIn(config, 'CapAdd'), ...listIn(config, 'Capabilities')].map((each) =>
    String(each).trim().toUpperCase().replace(/^CAP_/, ''),
  )
  const odd = asked.find((name) => !usualCapabilities.has(name) && !capabilities.includes(name))
  return odd === undefined ? null : { rule: 'capabilities', what: `the capability ${odd} is added` }
}

const isHarmless = (option: unknown): boolean => /^no-new-privileges([:=]true)?$/.test(String(option))

function judgeSecurity({ securityOptions }: DockerPolicy, config: JsonObject, isReal: boolean): Violation | null {
  if (securityOptions) return null
  const odd = listIn(config, 'SecurityOpt').find((option) => !isHarmless(option))
  if (odd !== undefined) return { rule: 'security-options', what: `${String(odd).slice(0, 100)} is asked for` }
  const opened = ['MaskedPaths', 'ReadonlyPaths'].find((name) => {
    const paths = field(config, name)
    // Engines list what they hide by themselves.
    return Array.isArray(paths) && (!isReal || paths.length === 0)
  })
  return opened === undefined ? null : { rule: 'security-options', what: `${opened} is given` }
}

function judgeSettings({ hostSettings }: DockerPolicy, config: JsonObject, isReal: boolean): Violation | null {
  if (hostSettings) return null
  const found = settingFields.find((name) => isGiven(field(config, name)))
  if (found !== undefined) return { rule: 'host-settings', what: `${found} is given` }
  const runtime = wordIn(config, 'Runtime')
  // Engines fill in their own.
  if (isReal || runtime === '' || runtime === 'runc' || runtime === 'io.containerd.runc.v2') return null
  return { rule: 'host-settings', what: `the runtime ${runtime} is asked for` }
}

/** Those that stay on the host. */
const logDrivers = new Set(['', 'none', 'json-file', 'local', 'journald', 'syslog'])
/** An engine's usual driver may be another one, which takes its address from the options too. */
const logOptions =
  /^(max-(size|file|buffer-size)|compress|mode|labels(-regex)?|env(-regex)?|tag|syslog-(facility|format)|cache-.*)$/

function judgeLogging({ engineCalls }: DockerPolicy, config: JsonObject): Violation | null {
  if (engineCalls) return null
  const log = objectIn(config, 'LogConfig')
  const driver = wordIn(log, 'Type')
  if (!logDrivers.has(driver)) return { rule: 'engine-calls', what: `logs go out by ${driver.slice(0, 100)}` }
  const option = Object.keys(objectIn(log, 'Config')).find((name) => !logOptions.test(name))
  return option === undefined ? null : { rule: 'engine-calls', what: `logs are given ${option.slice(0, 100)}` }
}

function judgeConfig(policy: DockerPolicy, config: JsonObject, facts: HostFacts, isReal: boolean): Violation | null {
  if (!policy.privileged && isGiven(field(config, 'Privileged'))) {
    return { rule: 'privileged', what: 'the container is privileged' }
  }
  const device = policy.devices ? undefined : deviceFields.find((name) => isGiven(field(config, name)))
  // Older engines give every container of theirs the namespace of control groups of the host.
  const named = isReal ? { ...config, CgroupnsMode: '' } : config
  return (
    judgeNamespaces(policy, named, facts) ??
    judgeCapabilities(policy, config) ??
    (device === undefined ? null : { rule: 'devices', what: `${device} is given` }) ??
    judgeSecurity(policy, config, isReal) ??
    judgeSettings(policy, config, isReal)
  )
}

const sharedNamespaces = (config: JsonObject): string[] =>
  ['NetworkMode', 'PidMode', 'IpcMode', 'Cgroup'].flatMap((name) => {
    const mode = wordIn(config, name)
    return /^container:/i.test(mode) ? [mode.slice(10)] : []
  })

/** Of a create or an update. Older engines also take what stands beside HostConfig. Throws invalid_input. */
export function judgeAsked(policy: DockerPolicy, config: JsonObject, facts: HostFacts): Judged {
  const violation =
    judgeConfig(policy, config, facts, false) ??
    judgeLogging(policy, config) ??
    judgeAskedMounts(policy, config, facts.volumes)
  const volumesOf = listIn(config, 'VolumesFrom').map((each) => String(each).split(':', 1)[0] ?? '')
  return { violation, joins: [...sharedNamespaces(config), ...volumesOf] }
}

/** Of a container as its engine shows it; what it has from the volumes of others is among its own mounts. */
export function judgeReal(policy: DockerPolicy, config: JsonObject, mounts: unknown[], facts: HostFacts): Judged {
  const violation = judgeConfig(policy, config, facts, true) ?? judgeRealMounts(policy, mounts, facts.volumes)
  return { violation, joins: sharedNamespaces(config) }
}
