// A container's mounts as a compose file lists them. Pure.
import { recordOf, textOf, wordsOf } from '@/lib/json-value'
import type { PlainValue } from '@/server/compose/plain-value'
import type { Fields } from '@/server/recreate/types'
import { asFieldsList, literal, said, size } from './compose-words'
import type { Inspected, Keys } from './types'

const mountOf = (mount: Fields, bind: string | undefined, volumes: Keys): PlainValue => {
  const { Type, Name, Source, Destination, RW } = mount
  const target = literal(textOf(Destination))
  const access = RW === false ? ':ro' : ''
  if (Type === 'volume') {
    if (/^[0-9a-f]{64}$/.test(textOf(Name))) return target
    return `${volumes.get(textOf(Name)) ?? textOf(Name)}:${target}${access}`
  }
  const options = (bind?.split(':').slice(2).join(':') ?? '')
    .split(',')
    .filter((option) => option !== '' && option !== 'rw')
  if (bind !== undefined)
    return [literal(textOf(Source)), target, ...(options.length > 0 ? [options.join(',')] : [])].join(':')
  return said({
    type: 'bind',
    source: literal(textOf(Source)),
    target,
    read_only: RW === false ? true : null,
    bind: { create_host_path: false },
  })
}

export const mountsText = ({ inspect, image }: Inspected, volumes: Keys): PlainValue => {
  const { HostConfig, Mounts } = inspect
  const binds = new Map(wordsOf(HostConfig.Binds).map((bind) => [bind.split(':')[1] ?? bind, bind]))
  const typed = asFieldsList(HostConfig.Mounts)
  const ofImage = recordOf(image?.Volumes)
  const own = new Set([
    ...binds.keys(),
    ...typed.map(({ Target }) => textOf(Target)),
    ...Object.keys(recordOf(inspect.Config.Volumes)),
  ])
  const hasOthers = wordsOf(HostConfig.VolumesFrom).length > 0
  const plain = ((Mounts ?? []) as Fields[])
    .filter(({ Type }) => Type === 'volume' || Type === 'bind')
    .filter(({ Destination }) => !hasOthers || own.has(textOf(Destination)))
    .filter(({ Name, Destination }) => !(textOf(Destination) in ofImage && /^[0-9a-f]{64}$/.test(textOf(Name))))
    .map((mount) => mountOf(mount, binds.get(textOf(mount.Destination)), volumes))
  const memory = typed
    .filter(({ Type }) => Type === 'tmpfs')
    .map(({ Target, TmpfsOptions }) => {
      const { SizeBytes, Mode } = recordOf(TmpfsOptions)
      const options = said({ size: size(SizeBytes) || null, mode: size(Mode) || null })
      return said({ type: 'tmpfs', target: textOf(Target), tmpfs: options })
    })
  return [...plain, ...memory]
}
