// The few calls about volumes that the steps of a move share.
import type { Engine } from '@/server/docker/engine'
import { AppError } from '@/server/errors'
import { unlessMissing } from '@/server/stacks/apply/engine-answers'

export type VolumeAnswer = {
  Driver?: string
  Options?: Record<string, string> | null
  Labels?: Record<string, string> | null
  CreatedAt?: string
}

const volumePath = (name: string) => `/volumes/${encodeURIComponent(name)}`

export const findVolume = (engine: Engine, name: string): Promise<VolumeAnswer | undefined> =>
  unlessMissing(engine.json<VolumeAnswer>('GET', volumePath(name)))

/** Gives whether it was there. */
export const deleteVolume = async (engine: Engine, name: string): Promise<boolean> =>
  (await unlessMissing(engine.json('DELETE', volumePath(name)).then(() => true))) === true

export const makeVolume = (engine: Engine, name: string, { Driver, Options, Labels }: VolumeAnswer): Promise<unknown> =>
  engine.json('POST', '/volumes/create', {
    body: { Name: name, Driver: Driver ?? 'local', DriverOpts: Options ?? {}, Labels: Labels ?? {} },
    timeoutMs: 60_000,
  })

/** As the old host has it: its options may hold a login, which is nothing for the journal. */
export const makeLike = async (
  from: Engine,
  to: Engine,
  name: string,
  more: Record<string, string> = {},
): Promise<void> => {
  const original = await findVolume(from, name)
  if (original === undefined) throw new AppError('not_found', `The volume ${name} is gone.`)
  await makeVolume(to, name, { ...original, Labels: { ...original.Labels, ...more } })
}

/** Throws conflict while others than these run with it: what they write during a copy would be torn. */
export const requireSoleUse = async (engine: Engine, name: string, own: readonly string[]): Promise<void> => {
  const query = { all: true, filters: JSON.stringify({ volume: [name] }) }
  const users = await engine.json<{ Id?: string; Names?: string[]; State?: string }[]>('GET', '/containers/json', {
    query,
  })
  const others = users.filter(({ Id = '', State }) => State === 'running' && !own.includes(Id))
  if (others.length === 0) return
  const names = others.map(({ Id = '', Names }) => Names?.[0]?.replace(/^\//, '') ?? Id.slice(0, 12)).join(', ')
  throw new AppError(
    'conflict',
    `The volume ${name} is used by ${names} meanwhile, so its copy may not be one state.`,
    {
      details: { fix: `Stop ${names}, and move it again.` },
    },
  )
}
