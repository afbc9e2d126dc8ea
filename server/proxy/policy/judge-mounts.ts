// Is something of the host mounted that the role may not have? Paths are compared as a whole: below a folder that a container may
// write to, a link that it makes leads anywhere, and engines follow it. Pure.
import type { DockerPolicy } from '@/lib/contract/docker-access'
import { isObject, type JsonObject } from '../http/read-body'
import { field, isGiven, listIn, objectIn, wordIn } from './fields'
import type { Violation } from './violation'

type Paths = Pick<DockerPolicy, 'hostPaths' | 'engineCalls'>
/** Driver and options of the volumes of that name, wherever they are. */
export type KnownVolumes = (name: string) => readonly { driver: string; options: Record<string, string> }[]

const trimmed = (path: string): string => (path.length > 1 ? path.replace(/\/+$/, '') || '/' : path)

const refused = (what: string): Violation => ({ rule: 'host-paths', what })

function judgePath({ hostPaths }: Paths, path: string, isReadOnly: boolean): Violation | null {
  const isPlain = path.startsWith('/') && !/(^|\/)\.{1,2}(\/|$)|\/\//.test(path)
  const given = trimmed(path)
  const isAllowed = hostPaths.some((each) => {
    const wantsReadOnly = each.endsWith(':ro')
    return trimmed(each.replace(/:ro$/, '')) === given && (isReadOnly || !wantsReadOnly)
  })
  if (!isPlain || !isAllowed) return refused(`${path} of the host is mounted`)
  const above = hostPaths.find((each) => !each.endsWith(':ro') && given.startsWith(`${trimmed(each)}/`))
  return above === undefined ? null : refused(`${path} lies below ${above}, where a container can make it a link`)
}

/** The local driver mounts whatever its options say, as root. Over a network nothing of the host comes in, but the server sees the host. */
const ofNetwork = new Set(['nfs', 'nfs4', 'cifs'])

/** Of several the last counts, in this spelling only; what lies mounted below the path stays as it is. */
const isForReading = (written: unknown, words: readonly string[]): boolean =>
  String(written).split(',').includes('ro') && !words.includes('rw') && !words.includes('rbind')

export function judgeVolume(policy: Paths, driver: string, options: JsonObject): Violation | null {
  if (driver !== '' && driver !== 'local') return refused(`the volume driver ${driver} is not local`)
  if (Object.values(options).every((value) => !isGiven(value))) return null
  const [type, flags, device] = ['type', 'o', 'device'].map((name) => wordIn(options, name)) as [string, string, string]
  const words = flags.split(',').map((word) => word.trim().toLowerCase())
  const isBind = words.includes('bind') || words.includes('rbind')
  if (isBind) return judgePath(policy, device, isForReading(field(options, 'o'), words))
  if (words.includes('remount') || words.includes('move')) return refused(`a volume is mounted with ${flags}`)
  // Without type and device only limits such as a size are left.
  if (type === '' && device === '') return null
  if (type === 'tmpfs' || (policy.engineCalls && ofNetwork.has(type))) return null
  if (!ofNetwork.has(type)) return refused(`a volume of the type ${type || 'none'} is mounted`)
  return { rule: 'engine-calls', what: `a volume is mounted from ${device.slice(0, 100)} over the network` }
}

const judgeNamed = (policy: Paths, name: string, volumes: KnownVolumes): Violation | null => {
  for (const { driver, options } of volumes(name)) {
    // Whoever made it has named the address.
    const violation = judgeVolume({ ...policy, engineCalls: true }, driver, options)
    if (violation !== null) return violation
  }
  return null
}

const volumeName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/

function judgeBind(policy: Paths, bind: unknown, volumes: KnownVolumes): Violation | null {
  const [source = '', target, modes = ''] = String(bind).split(':')
  // A path alone is where an anonymous volume goes.
  if (target === undefined) return source.startsWith('/') ? null : refused(`${source} of the host is mounted`)
  if (volumeName.test(source)) return judgeNamed(policy, source, volumes)
  const words = modes.split(',')
  // A new label is written to every file.
  const isRelabelled = words.some((word) => word.toLowerCase() === 'z')
  return judgePath(policy, source, words.includes('ro') && !isRelabelled)
}

function judgeMount(policy: Paths, mount: unknown, volumes: KnownVolumes): Violation | null {
  if (!isObject(mount)) return refused('a mount is no object')
  const [type, source] = [wordIn(mount, 'Type'), wordIn(mount, 'Source')]
  if (type === 'tmpfs' || type === 'image') return null
  if (type === 'bind') {
    // It leaves what is mounted below the path as it is.
    const isOpenBelow = isGiven(field(objectIn(mount, 'BindOptions'), 'ReadOnlyNonRecursive'))
    return judgePath(policy, source, field(mount, 'ReadOnly') === true && !isOpenBelow)
  }
  if (type !== 'volume') return refused(`a mount has the type ${type || 'none'}`)
  if (source !== '' && !volumeName.test(source)) return refused(`${source} of the host is mounted`)
  const driver = objectIn(objectIn(mount, 'VolumeOptions'), 'DriverConfig')
  const violation = judgeVolume(policy, wordIn(driver, 'Name'), objectIn(driver, 'Options'))
  return violation ?? (source === '' ? null : judgeNamed(policy, source, volumes))
}

const first = <T>(list: readonly T[], judge: (each: T) => Violation | null): Violation | null => {
  for (const each of list) {
    const violation = judge(each)
    if (violation !== null) return violation
  }
  return null
}

/** Of a HostConfig that is asked for. */
export function judgeAskedMounts(policy: Paths, config: JsonObject, volumes: KnownVolumes): Violation | null {
  const driver = wordIn(config, 'VolumeDriver')
  return (
    judgeVolume(policy, driver, {}) ??
    first(listIn(config, 'Binds'), (bind) => judgeBind(policy, bind, volumes)) ??
    first(listIn(config, 'Mounts'), (mount) => judgeMount(policy, mount, volumes))
  )
}

/** Of a container that is there: what it really has, from wherever that came. */
export const judgeRealMounts = (policy: Paths, mounts: readonly unknown[], volumes: KnownVolumes): Violation | null =>
  first(mounts, (mount) => {
    if (!isObject(mount)) return refused('a mount is no object')
    if (mount.Type === 'bind') return judgePath(policy, String(mount.Source), mount.RW === false)
    if (mount.Type !== 'volume') return null
    return judgeNamed(policy, String(mount.Name), volumes)
  })
