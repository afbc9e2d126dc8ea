// An engine in memory with one container, to try what becomes of it when it is recreated and something goes wrong.
import type { RecreationProgress } from '@/lib/contract/recreate'
import type { Engine } from '@/server/docker/engine'
import { AppError } from '@/server/errors'
import { onceAttached } from '@/server/networks/coming-overlay'
import { recoverOne } from '@/server/recreate/recover'
import { type RecreateEnd, recreate } from '@/server/recreate/recreate'
import type { Inspect } from '@/server/recreate/types'
import { aNetwork } from './inventory-builders'

export const oldId = 'a'.repeat(64)
export const newId = 'b'.repeat(64)

type Failure = { on: RegExp; error: AppError; times?: number; after?: boolean }
export const refused = (message: string, statusCode = 500) =>
  new AppError('engine_error', message, { details: { statusCode } })
export const silent = () => new AppError('host_unreachable', 'kiel-1 does not answer')

/** The server is gone before or after its n-th call that changes something. */
type Death = { at: number; how: 'before' | 'after' }

/** An engine that knows just what recreating asks of it. */
export function stubEngine(
  options: { old?: Partial<Inspect>; next?: Inspect['State']; failures?: Failure[]; death?: Death } = {},
) {
  const failures = (options.failures ?? []).map((failure) => ({ ...failure, left: failure.times ?? 1 }))
  const old: Inspect = {
    Id: oldId,
    Name: '/web',
    Image: 'sha256:old',
    State: { Running: true, Status: 'running' },
    Config: { Image: 'nginx:1', Env: ['MODE=fast'] },
    HostConfig: { NetworkMode: 'front', CapAdd: ['NET_ADMIN'] },
    NetworkSettings: { Networks: { front: { Aliases: ['www'] }, back: { Aliases: ['web'] } } },
    ...options.old,
  }
  const containers = new Map<string, Inspect>([[oldId, old]])
  const calls: string[] = []
  let isDead = false
  let died: () => void = () => {}
  const death = new Promise<void>((resolve) => {
    died = resolve
  })
  const images = new Set(['sha256:old', 'nginx:1', 'nginx:2'])
  const act = (method: string, path: string, request: { query?: Record<string, unknown>; body?: object }): unknown => {
    const ref = /^\/containers\/([^/]+)/.exec(path)?.[1] ?? ''
    const found = containers.get(ref) ?? [...containers.values()].find(({ Name }) => Name === `/${ref}`)
    if (method === 'GET' && path.startsWith('/images/')) {
      if (!images.has(decodeURIComponent(path.split('/')[2] ?? ''))) throw refused('No such image', 404)
      return { Config: {} }
    }
    if (path === '/containers/create') {
      const { HostConfig, NetworkingConfig, ...Config } = request.body as Inspect & { NetworkingConfig?: unknown }
      containers.set(newId, {
        Id: newId,
        Name: `/${request.query?.name}`,
        Image: '',
        Config: Config as never,
        HostConfig,
        State: { Status: 'created', Running: false },
      })
      return { Id: newId }
    }
    if (path.startsWith('/networks/')) return undefined
    if (!found) throw refused(`No such container: ${ref}`, 404)
    if (method === 'DELETE') containers.delete(found.Id)
    else if (path.endsWith('/rename')) {
      const name = `/${request.query?.name}`
      if ([...containers.values()].some((other) => other !== found && other.Name === name))
        throw refused('name in use', 409)
      found.Name = name
    } else if (path.endsWith('/stop')) found.State = { Running: false, ExitCode: 0 }
    else if (path.endsWith('/start'))
      found.State = found.Id === newId ? (options.next ?? { Running: true }) : { Running: true }
    return structuredClone(found)
  }
  const engine = {
    address: 'tcp://127.0.0.1:1',
    json: async (method: string, path: string, request: { query?: Record<string, unknown>; body?: object } = {}) => {
      const line = `${method} ${path.replace(oldId, 'OLD').replace(newId, 'NEW')}`
      if (isDead) return new Promise(() => {})
      if (method !== 'GET') calls.push(line)
      if (method !== 'GET' && calls.length === options.death?.at) {
        isDead = true
        if (options.death.how === 'after') act(method, path, request)
        died()
        return new Promise(() => {})
      }
      const failure = failures.find(({ on, left }) => left > 0 && on.test(line))
      if (failure && !failure.after) {
        failure.left -= 1
        throw failure.error
      }
      const answer = act(method, path, request)
      if (failure) {
        failure.left -= 1
        throw failure.error
      }
      return answer
    },
    stream: async () => {
      throw refused('no logs')
    },
  } as unknown as Engine
  const progress: RecreationProgress[] = []
  const run = (edit = { setEnv: { MODE: 'slow' } } as Parameters<typeof recreate>[2]): Promise<RecreateEnd> =>
    recreate(engine, oldId, edit, {
      authFor: async () => undefined,
      report: (step) => progress.push(step),
      steadyMs: 30,
      retryMs: 5,
      attach: (subject, start) =>
        onceAttached({ hosts: () => [], networks: () => [aNetwork('front', { scope: 'swarm' })] }, start, { subject }),
    })
  const steps = () =>
    progress.flatMap((step) => (step.kind === 'step' && step.state !== 'running' ? [`${step.step} ${step.state}`] : []))
  /** What the next server does about it. */
  const recover = () => {
    isDead = false
    return recoverOne(engine, oldId, { steadyMs: 20, retryMs: 1 })
  }
  return { engine, run, calls, containers, steps, death, recover }
}
export const names = ({ containers }: ReturnType<typeof stubEngine>) =>
  [...containers.values()].map(({ Id, Name, State }) => `${Id[0]} ${Name} ${State?.Running ? 'runs' : 'stands'}`)
