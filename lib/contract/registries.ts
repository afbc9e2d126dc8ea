// Logins at image registries. A password goes in and never comes out again.
import { z } from 'zod'
import { instant } from './common'

/** As people copy it: with or without https://, a path or a slash at the end. Docker Hub has several names and one login. */
export const registryAddress = z
  .string()
  .trim()
  .max(300)
  .transform((text) => {
    const host =
      text
        .toLowerCase()
        .replace(/^https?:\/\//, '')
        .split('/', 1)[0] ?? ''
    return /^((index|registry-1|registry|auth)\.)?docker\.io$|^hub\.docker\.com$/.test(host) ? 'docker.io' : host
  })
  .refine((host) => /^(\[[0-9a-f:]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/.test(host), {
    message: 'wants the address of a registry, e.g. registry.example.com:5000 or docker.io',
  })
  .refine((host) => Number(/\d:(\d{1,5})$|[^\d]:(\d{1,5})$/.exec(host)?.slice(1).find(Boolean) ?? 0) <= 65_535, {
    message: 'wants a port up to 65535',
  })

const username = z.string().trim().min(1).max(300)
const password = z.string().min(1).max(10_000)

export const registry = z.object({
  /** Host and port; `docker.io` for Docker Hub. */
  address: z.string(),
  /** Null: used without a login. */
  username: z.string().nullable(),
  /** `settings`: given to Lotse at its start, cannot be changed here. */
  source: z.enum(['console', 'settings']),
  /** Where built images go: the prefix of their names, e.g. `registry.example.com:5000/team`; null: not this one. */
  buildPrefix: z.string().nullable(),
  changedAt: instant.nullable(),
  /** False: the password was sealed with another key and has to be entered again. */
  isReadable: z.boolean(),
})
export type Registry = z.infer<typeof registry>

export const putRegistryRequest = z.object({ username, password })
export type PutRegistryRequest = z.infer<typeof putRegistryRequest>

/** Without user and password the stored login is tried. */
export const testRegistryRequest = z
  .object({ address: registryAddress, username: username.optional(), password: password.optional() })
  .refine((request) => (request.username === undefined) === (request.password === undefined), {
    message: 'give both user and password, or neither to try the stored login',
  })
export type TestRegistryRequest = z.infer<typeof testRegistryRequest>

/** What each host that answers hears from the registry: hosts pull, not Lotse. */
export const registryTest = z.array(
  z.object({
    hostId: z.string(),
    hostName: z.string(),
    ok: z.boolean(),
    message: z.string(),
    fix: z.string().optional(),
  }),
)
export type RegistryTest = z.infer<typeof registryTest>
