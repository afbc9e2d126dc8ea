// `prune` on every host, one sum over all: what was removed, and how much it freed.
import type { Container } from '@/lib/contract/containers'
import { audited } from './audit'
import { sendJson } from './http/docker-error'
import { isObject } from './http/read-body'
import { answering, onHosts, requireAll } from './on-hosts'
import type { Answer, ProxyContext } from './types'

const timeoutMs = 10 * 60_000

const actions = {
  containers: 'container.prune',
  images: 'image.prune',
  networks: 'network.prune',
  volumes: 'volume.prune',
  build: 'build.prune',
} as const

/** Lists are joined and numbers added. Pure. */
export function sumOf(answers: readonly unknown[]): Record<string, unknown> {
  const sum: Record<string, unknown> = {}
  for (const answer of answers) {
    if (!isObject(answer)) continue
    for (const [key, value] of Object.entries(answer)) {
      const before = sum[key]
      if (typeof value === 'number') sum[key] = (typeof before === 'number' ? before : 0) + value
      else if (Array.isArray(value)) sum[key] = [...(Array.isArray(before) ? before : []), ...value]
      else if (before === undefined) sum[key] = value
    }
  }
  return sum
}

const removedIn = (answer: unknown): number =>
  Object.values(isObject(answer) ? answer : {}).reduce<number>(
    (count, each) => count + (Array.isArray(each) ? each.length : 0),
    0,
  )

/** Engines take whatever has stopped: also the original that a move keeps until the new one serves, and what it has copied. */
function requireSpare({ cluster, moves }: ProxyContext, kind: string): void {
  if (kind === 'containers') {
    for (const container of cluster.containersOf({})) if (isOver(container)) moves.requireFree(container)
  }
  if (kind === 'volumes') for (const volume of cluster.volumes()) moves.requireUnneeded(volume)
}

const isOver = ({ state }: Container): boolean => state !== 'running' && state !== 'paused' && state !== 'restarting'

export const pruneEverywhere =
  (kind: keyof typeof actions): Answer =>
  async (context, { target: { search }, response }) => {
    const { cluster } = context
    const filters = search.get('filters') ?? ''
    await audited(context, { action: actions[kind], target: '', message: filters }, async () => {
      requireSpare(context, kind)
      const query = Object.fromEntries(search)
      const outcomes = await onHosts(answering(context), async ({ id }) => {
        const answer = await cluster.engine(id).json('POST', `/${kind}/prune`, { query, timeoutMs })
        if (kind !== 'build') await cluster.refresh(id, [kind]).catch(() => undefined)
        return answer
      })
      requireAll(outcomes, (answer, { name }) => `${name}: ${removedIn(answer)} removed`)
      const sum = sumOf(outcomes.flatMap((each) => (each.ok ? [each.value] : [])))
      sendJson(response, sum)
      return { status: 200, target: String(removedIn(sum)) }
    })
  }
