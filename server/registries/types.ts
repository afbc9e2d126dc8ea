// What the rest of the server may ask about registries: who pulls, pushes and builds gets a login, who shows gets none.
import type { PutRegistryRequest, Registry, RegistryTest, TestRegistryRequest } from '@/lib/contract/registries'
import type { RegistryAuth } from '@/server/docker/registry-auth'

/** Where built images are kept. */
export type BuildRegistry = { address: string; prefix: string }

export interface RegistryAccess {
  /** Null: built images are streamed from host to host. */
  readonly builds: BuildRegistry | null
  /** The login for an image's registry, if there is one. Throws registry_error when it cannot be opened. */
  authFor(reference: string): Promise<RegistryAuth | undefined>
  /** All of them, for a build that may pull from any. */
  allAuths(): Promise<RegistryAuth[]>
  /** The digest under which a registry took what was pushed from here under that name; undefined: nothing was. */
  pushedDigest(reference: string): Promise<string | undefined>
  notePushed(reference: string, digest: string): Promise<void>
}

export interface Registries extends RegistryAccess {
  list(): Promise<Registry[]>
  /** Throws conflict for the registry that the settings give. */
  put(address: string, login: PutRegistryRequest): Promise<Registry>
  /** Throws not_found. */
  remove(address: string): Promise<void>
  /** Throws not_found when no login is given and none stored, host_unreachable when no host answers. */
  test(request: TestRegistryRequest): Promise<RegistryTest>
}

/** No logins, and nowhere to push. */
export const noRegistries: RegistryAccess = {
  builds: null,
  authFor: async () => undefined,
  allAuths: async () => [],
  pushedDigest: async () => undefined,
  notePushed: async () => {},
}
