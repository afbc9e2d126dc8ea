// An image for one processor does not run on another.
import type { Filter } from '../filter'
import { keepOnly } from '../host-set'
import { architectureName, type Platform, parsePlatform, platformText } from '../platform-name'
import type { PlacementHost } from '../types'
import { hostMask } from '../watches'

const isOrUnknown = (asked: string, actual: string) => asked === '' || actual === '' || asked === actual

const runs = ({ os, architecture }: Platform, { platform }: PlacementHost) =>
  platform === undefined ||
  (isOrUnknown(os, platform.os.toLowerCase()) && isOrUnknown(architecture, architectureName(platform.architecture)))

const textOf = (host: PlacementHost) =>
  host.platform
    ? platformText({ os: host.platform.os, architecture: architectureName(host.platform.architecture) })
    : ''

export const platform: Filter<Platform> = {
  name: 'platform',
  questions: ({ request }) => (request.platform ? [parsePlatform(request.platform)] : []),
  narrow: (state, asked, among) =>
    keepOnly(
      among,
      hostMask(state, `platform ${platformText(asked)}`, (host) => runs(asked, host)),
    ),
  passes: (_state, asked, { host }) => runs(asked, host),
  condition: (asked) => `platform==${platformText(asked)}`,
  wants: platformText,
  actual: (_state, _asked, { host }) => textOf(host) || 'not known',
  fix: (_state, asked, { host }) => ({
    kind: 'drop-rule',
    text: `Drop platform ${platformText(asked)}, if the image also exists for ${textOf(host)}`,
  }),
}
