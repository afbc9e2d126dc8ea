// What each `volumes:` entry means on a host that is not the machine the file was written on.
import type { SourceFile } from '@/lib/contract/stacks'
import type { ComposeModel } from '@/server/compose/model'
import type { Mount, Service } from '@/server/compose/model-service'
import { type ContainerFile, stackPath, uploadedAt } from './container-files'

export type MountPlan =
  | { kind: 'volume'; key: string; name: string; mount: Mount; isExternal: boolean; isLocal: boolean }
  | { kind: 'anonymous'; mount: Mount }
  | { kind: 'bind'; source: string; mount: Mount; isStackFolder: boolean }
  | { kind: 'files'; files: ContainerFile[]; mount: Mount }
  | { kind: 'tmpfs'; mount: Mount }
  | { kind: 'refused'; mount: Mount; message: string; fix: string }

/** Where relative folders of a stack live on a host: they have to live somewhere, and always at the same place. */
export const stackFolder = (stack: string): string => `/var/lib/lotse/stacks/${stack}`

const remoteTypes = new Set(['nfs', 'nfs4', 'cifs', 'smb3', 'glusterfs', 'ceph'])

/** The data of a volume that is not local can be reached from every host. */
const isLocalVolume = (model: ComposeModel, key: string): boolean => {
  const volume = model.volumes[key]
  if (volume?.driver !== undefined && volume.driver !== 'local') return false
  return !remoteTypes.has(volume?.driver_opts?.type ?? '')
}

const extension = /\.[a-z0-9]{1,8}$/i
const looksLikeFile = (path: string): boolean => {
  const name = path.split('/').at(-1) ?? ''
  return extension.test(name) && !name.startsWith('.') && !name.endsWith('.d')
}

const relativeBind = (model: ComposeModel, mount: Mount, files: readonly SourceFile[]): MountPlan => {
  const source = mount.source ?? ''
  if (source.startsWith('~')) {
    const message = `${source} is in a home directory, and hosts have none of yours`
    return { kind: 'refused', mount, message, fix: 'Write an absolute path of the host, or use a named volume.' }
  }
  const path = stackPath(source)
  if (path === null) {
    const message = `${source} lies outside the folder of the stack`
    return {
      kind: 'refused',
      mount,
      message,
      fix: 'Write an absolute path of the host, or move the files into the stack.',
    }
  }
  const uploaded = uploadedAt(files, path, mount.target)
  if (path !== '' && uploaded.length > 0) return { kind: 'files', files: uploaded, mount }
  if (looksLikeFile(path) && looksLikeFile(mount.target)) {
    const message = `${path} is mounted but is not among the files of the stack`
    return { kind: 'refused', mount, message, fix: `Drop ${path} together with the compose file.` }
  }
  return { kind: 'bind', source: `${stackFolder(model.name)}/${path}`.replace(/\/$/, ''), mount, isStackFolder: true }
}

const planOf = (model: ComposeModel, mount: Mount, files: readonly SourceFile[]): MountPlan => {
  if (mount.type === 'tmpfs') return { kind: 'tmpfs', mount }
  if (mount.type === 'bind') {
    const source = mount.source ?? ''
    return source.startsWith('/')
      ? { kind: 'bind', source, mount, isStackFolder: false }
      : relativeBind(model, mount, files)
  }
  if (mount.type !== 'volume') {
    const message = `mounts of type ${mount.type} are not supported`
    return { kind: 'refused', mount, message, fix: 'Use a volume, a bind or tmpfs.' }
  }
  if (!mount.source) return { kind: 'anonymous', mount }
  const volume = model.volumes[mount.source]
  return {
    kind: 'volume',
    key: mount.source,
    name: volume?.name ?? mount.source,
    mount,
    isExternal: volume?.external === true,
    isLocal: isLocalVolume(model, mount.source),
  }
}

export const mountsOf = (model: ComposeModel, service: Service, files: readonly SourceFile[]): MountPlan[] =>
  (service.volumes ?? []).map((mount) => planOf(model, mount, files))
