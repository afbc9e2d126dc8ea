// Builds the lab's images once into a cache, without an engine: layers, configuration and manifest are written as the
// image format says, so the same image can be pushed to a registry and loaded into an engine.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { z } from 'zod'
import { fillLayer, imageRecipes, type LayerName, type LayerSources, recipeVersion } from './image-recipes'
import { cacheRoot } from './locations'
import { withLock } from './lock'
import { type Distribution, readDistribution, type Say } from './machine'
import { type PackageSet, unpackedPackages } from './packages'
import { run } from './run'

const blob = z.object({ digest: z.string(), size: z.number() })
const builtImage = z.object({
  name: z.string(),
  tags: z.array(z.string()),
  config: blob,
  /** `layer` is the name of the layer's files, `digest` that of the compressed form. */
  layers: z.array(blob.extend({ layer: z.string(), diffId: z.string() })),
})
export type BuiltImage = z.infer<typeof builtImage>

export interface ImageCache {
  directory: string
  images: BuiltImage[]
}

const servicesSet = ({ codename }: Distribution): PackageSet => ({
  name: 'services',
  suite: codename,
  packages: ['redis-server', 'redis-tools', 'nginx'],
  withLibraries: true,
})

export const prepareImages = async (busybox: string, say: Say): Promise<ImageCache> => {
  const distribution = await readDistribution()
  const directory = join(cacheRoot(), 'images', `${distribution.codename}-${recipeVersion}`)
  const cached = await readIndex(directory)
  if (cached) return { directory, images: cached }
  const services = await unpackedPackages(servicesSet(distribution), distribution, say)
  return withLock(join(cacheRoot(), '.lock-images'), async () => {
    const made = await readIndex(directory)
    if (made) return { directory, images: made }
    say(`Building the images ${[...new Set(imageRecipes.map(({ name }) => name))].join(', ')}`)
    const fresh = `${directory}.new`
    await rm(fresh, { recursive: true, force: true })
    await mkdir(fresh, { recursive: true })
    const images = await buildImages(fresh, { busybox, services })
    await writeArchive({ directory: fresh, images }, join(fresh, 'all.tar'))
    await writeFile(join(fresh, 'images.json'), JSON.stringify(images, null, 2))
    await rm(directory, { recursive: true, force: true })
    await rename(fresh, directory)
    return { directory, images }
  })
}

const readIndex = async (directory: string): Promise<BuiltImage[] | null> => {
  const text = await readFile(join(directory, 'images.json'), 'utf8').catch(() => null)
  return text === null ? null : z.array(builtImage).parse(JSON.parse(text))
}

const sha256 = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return `sha256:${hash.digest('hex')}`
}

export const blobFile = (directory: string, digest: string): string => join(directory, digest.replace(':', '-'))
const layerTar = (directory: string, layer: string): string => join(directory, `${layer}.layer.tar`)

const buildLayer = async (directory: string, layer: LayerName, sources: LayerSources) => {
  const root = join(directory, `root-${layer}`)
  await mkdir(root, { recursive: true })
  await fillLayer[layer](root, sources)
  const tar = layerTar(directory, layer)
  const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner']
  await run('tar', [...same, '-C', root, '-cf', tar, '.'])
  await rm(root, { recursive: true })
  const compressed = `${tar}.gz`
  await pipeline(createReadStream(tar), createGzip({ level: 6 }), createWriteStream(compressed))
  const digest = await sha256(compressed)
  await rename(compressed, blobFile(directory, digest))
  return { layer, diffId: await sha256(tar), digest, size: (await stat(blobFile(directory, digest))).size }
}

const buildImages = async (directory: string, sources: LayerSources): Promise<BuiltImage[]> => {
  const layers = new Map<LayerName, Awaited<ReturnType<typeof buildLayer>>>()
  const images: BuiltImage[] = []
  for (const recipe of imageRecipes) {
    const parts = []
    for (const name of recipe.layers) {
      const part = layers.get(name) ?? (await buildLayer(directory, name, sources))
      layers.set(name, part)
      parts.push(part)
    }
    const text = JSON.stringify({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      created: '2024-01-01T00:00:00Z',
      config: recipe.config,
      rootfs: { type: 'layers', diff_ids: parts.map(({ diffId }) => diffId) },
      history: parts.map(({ layer }) => ({ created: '2024-01-01T00:00:00Z', created_by: layer })),
    })
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`
    await writeFile(blobFile(directory, digest), text)
    images.push({
      name: recipe.name,
      tags: recipe.tags,
      config: { digest, size: Buffer.byteLength(text) },
      layers: parts,
    })
  }
  return images
}

/** The form `docker load` reads. */
const writeArchive = async ({ directory, images }: ImageCache, file: string): Promise<void> => {
  const work = `${file}.parts`
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true })
  const manifest = []
  for (const image of images) {
    const config = `${image.config.digest.slice('sha256:'.length)}.json`
    await copyFile(blobFile(directory, image.config.digest), join(work, config))
    for (const { layer } of image.layers) {
      const link = join(work, `${layer}.tar`)
      await rm(link, { force: true })
      await symlink(layerTar(directory, layer), link)
    }
    manifest.push({
      Config: config,
      RepoTags: image.tags.map((tag) => `${image.name}:${tag}`),
      Layers: image.layers.map(({ layer }) => `${layer}.tar`),
    })
  }
  await writeFile(join(work, 'manifest.json'), JSON.stringify(manifest))
  await run('tar', ['-C', work, '--dereference', '-cf', file, '.'])
  await rm(work, { recursive: true })
}

/** The archive of all images, or of some written beside the lab. */
export const preloadArchive = async (
  cache: ImageCache,
  wanted: true | string[],
  labDirectory: string,
): Promise<string> => {
  if (wanted === true) return join(cache.directory, 'all.tar')
  const images = cache.images.filter(({ name }) => wanted.includes(name))
  const file = join(labDirectory, 'preload.tar')
  await writeArchive({ directory: cache.directory, images }, file)
  return file
}
