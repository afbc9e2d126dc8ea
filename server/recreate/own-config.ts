// What a container's configuration says by itself, without what its image gave it: only so does a newer image bring its own
// defaults along. Pure.

import { isDeepStrictEqual } from 'node:util'
import { recordOf, wordsOf } from '@/lib/json-value'
import type { Fields } from './types'

const emptyToNull = (value: unknown): unknown =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? null : value
const same = (a: unknown, b: unknown): boolean => isDeepStrictEqual(emptyToNull(a), emptyToNull(b))

/** Taken from the image when the container says nothing. */
const plain = ['User', 'WorkingDir', 'StopSignal', 'Healthcheck', 'Shell', 'ArgsEscaped', 'OnBuild']
const keyed = ['Labels', 'ExposedPorts', 'Volumes']

function withoutCommand(config: Fields, image: Fields): Fields {
  const { Entrypoint, Cmd, ...rest } = config
  // An entrypoint of its own drops the image's command as well, so that then both are the container's. It may be the very
  // one of the image: only that its command is missing tells.
  const dropsCommand = emptyToNull(Cmd) === null && emptyToNull(image.Cmd) !== null
  if (!same(Entrypoint, image.Entrypoint) || dropsCommand) {
    return { ...rest, Entrypoint: wordsOf(Entrypoint).length === 0 ? [''] : Entrypoint, Cmd: Cmd ?? null }
  }
  return same(Cmd, image.Cmd) ? rest : { ...rest, Cmd }
}

/** `image` null: the image is gone, so that nobody can say what was its. */
export function ownConfig(config: Fields, image: Fields | null): Fields {
  if (image === null) return { ...config }
  const own = withoutCommand(config, image)
  for (const key of plain) if (key in own && same(own[key], image[key])) delete own[key]
  const inherited = new Set(wordsOf(image.Env))
  own.Env = wordsOf(config.Env).filter((entry) => !inherited.has(entry))
  for (const key of keyed) {
    const ofImage = recordOf(image[key])
    own[key] = Object.fromEntries(
      Object.entries(recordOf(config[key])).filter(
        ([name, value]) => !(name in ofImage) || !same(ofImage[name], value),
      ),
    )
  }
  return own
}
