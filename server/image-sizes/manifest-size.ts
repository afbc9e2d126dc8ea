// How much a pull has to load, read off what a registry says an image is made of. Pure.
import { z } from 'zod'

export type Platform = { os: string; architecture: string; variant: string | null }

const bytes = z.number().int().nonnegative()
const platform = z.object({ os: z.string(), architecture: z.string(), variant: z.string().optional() })
const index = z.object({
  manifests: z.array(z.object({ digest: z.string().regex(/^sha256:[0-9a-f]{64}$/), platform: platform.optional() })),
})
const manifest = z.object({
  config: z.object({ size: bytes }),
  layers: z.array(z.object({ digest: z.string(), size: bytes })),
})

/** What to ask a registry for: lists over platforms first, and no manifest of the first kind, which knows no sizes. */
export const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]

/** `uname -m`, as engines say it, in the words of images. */
const architectures: Readonly<Record<string, Omit<Platform, 'os'>>> = {
  x86_64: { architecture: 'amd64', variant: null },
  i386: { architecture: '386', variant: null },
  i686: { architecture: '386', variant: null },
  aarch64: { architecture: 'arm64', variant: null },
  armv6l: { architecture: 'arm', variant: 'v6' },
  armv7l: { architecture: 'arm', variant: 'v7' },
}

export const platformOf = (osType: string, architecture: string): Platform => ({
  os: osType === '' ? 'linux' : osType,
  ...(architectures[architecture] ?? { architecture, variant: null }),
})

export type ManifestReading =
  | { kind: 'image'; bytes: number }
  /** Of several platforms: the manifest to ask for next. */
  | { kind: 'elsewhere'; digest: string }
  /** There are some, and none for the platform. */
  | { kind: 'missing' }
  /** No answer about an image that knows sizes. */
  | { kind: 'unknown' }

/** Layers that an image has twice are loaded once. */
export const readManifest = (said: unknown, wanted: Platform): ManifestReading => {
  const image = manifest.safeParse(said)
  if (image.success) {
    const layers = new Map(image.data.layers.map(({ digest, size }) => [digest, size]))
    return { kind: 'image', bytes: [...layers.values()].reduce((sum, size) => sum + size, image.data.config.size) }
  }
  const list = index.safeParse(said)
  if (!list.success) return { kind: 'unknown' }
  const fitting = list.data.manifests.filter(
    ({ platform: one }) => one?.os === wanted.os && one.architecture === wanted.architecture,
  )
  const exact = fitting.find(({ platform: one }) => wanted.variant === null || one?.variant === wanted.variant)
  const found = exact ?? fitting[0]
  return found === undefined ? { kind: 'missing' } : { kind: 'elsewhere', digest: found.digest }
}
