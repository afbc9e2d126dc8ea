// A container's mounts as a compose file lists them. Pure.
import type { PlainValue } from '@/server/compose/plain-value'
import type { Fields } from '@/server/recreate/types'
import { asFields, asFieldsList, asList, literal, said, size, text } from './compose-words'
import type { Inspected, Keys } from './types'

const mountOf = (mount: Fields, bind: string | undefined, volumes: Keys): PlainValue => {
  const { Type, Name, Source, Destination, RW } = mount
  const target = literal(text(Destination))
  const access = RW === false ? ':ro' : ''
  if (Type === 'volume') {
    if (/^[0-9a-f]{64}$/.test(text(Name))) return target
    return `${volumes.get(text(Name)) ?? text(Name)}:${target}${access}`
  }
  const options = (bind?.split(':').slice(2).join(':') ?? '')
    .split(',')
    .filter((option) => option !== '' && option !== 'rw')
  if (bind !== undefined)
    return [literal(text(Source)), target, ...(options.length > 0 ? [options.join(',')] : [])].join(':')
  return said({
    type: 'bind',
    source: literal(text(Source)),
    target,
    read_only: RW === false ? true : null,
    bind: { create_host_path: false },
  })
}

export const mountsText = ({ inspect, image }: Inspected, volumes: Keys): PlainValue => {
  const { HostConfig, Mounts } = inspect
  const binds = new Map(asList(HostConfig.Binds).map((bind) => [bind.split(':')[1] ?? bind, bind]))
  const typed = asFieldsList(HostConfig.Mounts)
  const ofImage = asFields(image?.Volumes)
  const own = new Set([
    ...binds.keys(),
    ...typed.map(({ Target }) => text(Target)),
    ...Object.keys(asFields(inspect.Config.Volumes)),
  ])
  const hasOthers = asList(HostConfig.VolumesFrom).length > 0
  const plain = ((Mounts ?? []) as Fields[])
    .filter(({ Type }) => Type === 'volume' || Type === 'bind')
    .filter(({ Destination }) => !hasOthers || own.has(text(Destination)))
    .filter(({ Name, Destination }) => !(text(Destination) in ofImage && /^[0-9a-f]{64}$/.test(text(Name))))
    .map((mount) => mountOf(mount, binds.get(text(mount.Destination)), volumes))
  const memory = typed
    .filter(({ Type }) => Type === 'tmpfs')
    .map(({ Target, TmpfsOptions }) => {
      const { SizeBytes, Mode } = asFields(TmpfsOptions)
      const options = said({ size: size(SizeBytes) || null, mode: size(Mode) || null })
      return said({ type: 'tmpfs', target: text(Target), tmpfs: options })
    })
  return [...plain, ...memory]
}
