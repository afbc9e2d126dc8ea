import { expect, it } from 'vitest'
import type { Inspect } from './inspect'
import { chosenMacs } from './mac-address'

const own = '02:11:22:33:44:55'
const madeUp = '02:42:ac:12:00:03'
const bought = '00:1b:21:33:44:55'
const inspect = (mode: string, asked: string, macs: Record<string, string>): Inspect => ({
  Id: 'c0ffee',
  Name: '/web',
  Image: '',
  Config: { MacAddress: asked },
  HostConfig: { NetworkMode: mode },
  NetworkSettings: {
    Networks: Object.fromEntries(
      Object.entries(macs).map(([name, MacAddress]) => [name, { NetworkID: `id-${name}`, MacAddress }]),
    ),
  },
})

it.each([
  ['made up by the engine', inspect('front', '', { front: madeUp }), '1.45', {}, {}],
  ['asked for as the container was made', inspect('front', own, { front: own }), '1.45', {}, { front: own }],
  ['asked for by one on the default network', inspect('default', own, { bridge: own }), '1.41', {}, { bridge: own }],
  [
    'asked for on a network that was named by its id',
    inspect('id-back', own, { back: own }),
    '1.45',
    {},
    { back: own },
  ],
  ['asked for on a further network', inspect('front', '', { front: madeUp, back: own }), '1.45', {}, { back: own }],
  ['of an engine that makes up any', inspect('front', '', { front: own, back: bought }), '1.48', {}, { back: bought }],
  ['of the files, while it is stopped', inspect('front', '', { front: '' }), '1.48', { front: own }, { front: own }],
])('a hardware address %s', (_what, given, version, ofFiles, kept) => {
  expect(chosenMacs(given, version, ofFiles)).toEqual(kept)
})
