// What a `build:` section builds from, and the hash that says whether an image on a host was built from just that.
import type { SourceFile } from '@/lib/contract/stacks'
import type { ComposeModel } from '@/server/compose/model'
import type { Build, Service } from '@/server/compose/model-service'
import { parseImageReference } from '@/server/docker/image-reference'
import { type ContainerFile, stackPath, uploadedAt } from './container-files'
import { hashOf } from './hash'

export type BuildPlan = {
  build: Build
  tag: string
  hash: string
  /** The context as a Git or archive address, which the engine reads itself. */
  remote: string | null
  /** Paths are relative to the context. */
  files: ContainerFile[]
  /** Null: there is nothing to build from. */
  dockerfile: string | null
  problem: string | null
}

/**
 * The name under which a registry keeps what was built from just these files: a tag a hash, so that an old revision finds
 * its own image there after the tag of the file has moved on. An image that is named below the prefix keeps its name.
 */
export const pushedReference = (prefix: string, image: string, hash: string): string => {
  const { registry, repository } = parseImageReference(image)
  const own = parseImageReference(`${prefix}/x`).repository.slice(0, -1)
  const path = registry === null ? repository : repository.slice(registry.length + 1)
  // Docker Hub has accounts and names, and nothing below.
  const name = prefix.startsWith('docker.io/') ? path.replaceAll('/', '-') : path
  return `${repository.startsWith(own) ? repository : `${prefix}/${name}`}:build-${hash.slice(0, 16)}`
}

const inlineDockerfile = '.lotse.Dockerfile'

const contextFiles = (build: Build, files: readonly SourceFile[]): ContainerFile[] | null => {
  const path = stackPath(build.context ?? '.')
  if (path === null || (build.context ?? '').startsWith('/') || (build.context ?? '').startsWith('~')) return null
  return uploadedAt(files, path, '').map((file) => ({ ...file, path: file.path.replace(/^\//, '') }))
}

export const buildPlanOf = (model: ComposeModel, service: Service, files: readonly SourceFile[]): BuildPlan | null => {
  const { build } = service
  if (build === undefined) return null
  const tag = service.image ?? `${model.name}-${service.name}`
  const context = build.context ?? '.'
  const remote = /^(https?|git|ssh):\/\/|^git@|^github\.com\//.test(context) ? context : null
  const inside = remote === null ? contextFiles(build, files) : []
  const inline = build.dockerfile_inline
  const dockerfile = inline === undefined ? (stackPath(build.dockerfile ?? 'Dockerfile') ?? null) : inlineDockerfile
  const all =
    inline === undefined
      ? (inside ?? [])
      : [...(inside ?? []), { path: inlineDockerfile, content: inline, mode: 0o644, uid: 0, gid: 0 }]
  const problem =
    inside === null || dockerfile === null
      ? `the build context ${context} lies outside the files of the stack`
      : remote === null && !all.some((file) => file.path === dockerfile)
        ? `${dockerfile} is not among the files of the stack`
        : null
  return { build, tag, hash: hashOf([build, all]), remote, files: all, dockerfile, problem }
}
