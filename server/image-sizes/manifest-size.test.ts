import { describe, expect, it } from 'vitest'
import { platformOf, readManifest } from './manifest-size'

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const amd64 = platformOf('linux', 'x86_64')
const image = {
  config: { size: 10 },
  layers: [
    { digest: digest('a'), size: 100 },
    { digest: digest('b'), size: 1_000 },
    { digest: digest('a'), size: 100 },
  ],
}
const list = {
  manifests: [
    { digest: digest('1'), platform: { os: 'linux', architecture: 'amd64' } },
    { digest: digest('2'), platform: { os: 'linux', architecture: 'arm', variant: 'v6' } },
    { digest: digest('3'), platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
    { digest: digest('4'), platform: { os: 'windows', architecture: 'amd64' } },
    { digest: digest('5'), platform: { os: 'unknown', architecture: 'unknown' } },
    { digest: digest('6') },
  ],
}

describe('a manifest', () => {
  it('tells what a pull loads, each layer once', () => {
    expect(readManifest(image, amd64)).toEqual({ kind: 'image', bytes: 1_110 })
  })

  it('of several platforms leads to the one that an engine runs on', () => {
    const found = (osType: string, architecture: string) => readManifest(list, platformOf(osType, architecture))
    expect(found('linux', 'x86_64')).toEqual({ kind: 'elsewhere', digest: digest('1') })
    expect(found('linux', 'armv7l')).toEqual({ kind: 'elsewhere', digest: digest('3') })
    expect(found('linux', 'armv6l')).toEqual({ kind: 'elsewhere', digest: digest('2') })
    expect(found('windows', 'x86_64')).toEqual({ kind: 'elsewhere', digest: digest('4') })
    expect(found('linux', 's390x')).toEqual({ kind: 'missing' })
  })

  it('that says no sizes, or leads somewhere odd, is not believed', () => {
    const said = [
      null,
      'page',
      [],
      { schemaVersion: 1, fsLayers: [{ blobSum: digest('a') }] },
      { config: { size: 10 }, layers: [{ digest: digest('a'), size: -5 }] },
      { manifests: [{ digest: '../../secret', platform: { os: 'linux', architecture: 'amd64' } }] },
    ]
    for (const one of said) expect(readManifest(one, amd64)).toEqual({ kind: 'unknown' })
  })
})
