// What a look at a host asks, all of it over one connection without waiting for each other's answers, and which of the answers say
// what they said before: of a thousand hosts at rest nearly all do, and then nothing of them is parsed or compared.
import { createHash } from 'node:crypto'
import type { OwnedEngine } from '@/server/docker/engine'
import type { HostPart } from './types'

export type LookQuery = Record<string, string | boolean>
export type LookAnswer = { value: unknown; atMs: number; digest: string }

export const lookPaths: Record<HostPart, readonly [path: string, query: LookQuery]> = {
  info: ['/info', {}],
  networks: ['/networks', {}],
  images: ['/images/json', { digests: true }],
  volumes: ['/volumes', {}],
  containers: ['/containers/json', { all: true }],
}

const written = ([path, query]: readonly [string, LookQuery]): string => {
  const search = Object.entries(query).map(([key, value]) => `${key}=${value}`)
  return search.length === 0 ? path : `${path}?${search.join('&')}`
}

export type Looks = {
  /**
   * What is left out, for whatever reason, is to be asked in the usual way. `same`: a part that says what `said` was told of it;
   * never when `afresh`.
   */
  ask(parts: readonly HostPart[], afresh: boolean): Promise<Map<HostPart, LookAnswer | 'same'>>
  /** This answer is what is known now; `state` is another one as soon as that is no longer so. */
  said(part: HostPart, answer: LookAnswer, state: unknown): void
}

const lists: ReadonlySet<HostPart> = new Set(['containers', 'images', 'networks'])

/** `stateOf`: what is known of a part, compared by identity. */
export function createLooks(engine: Pick<OwnedEngine, 'batch'>, stateOf: (part: HostPart) => unknown): Looks {
  const known = new Map<HostPart, { digest: string; state: unknown }>()
  return {
    async ask(parts, afresh) {
      if (afresh) known.clear()
      const answers = new Map<HostPart, LookAnswer | 'same'>()
      const paths = parts.map((part) => written(lookPaths[part]))
      await engine.batch(paths, (at, text) => {
        const part = parts[at] as HostPart
        const digest = createHash('sha1').update(text).digest('base64')
        const before = known.get(part)
        if (before?.digest === digest && before.state === stateOf(part)) {
          answers.set(part, 'same')
          return true
        }
        try {
          const value = JSON.parse(text) as unknown
          if (lists.has(part) && value !== null && !Array.isArray(value)) return false
          answers.set(part, { value, atMs: Date.now(), digest })
          return true
        } catch {
          return false
        }
      })
      return answers
    },
    said(part, { digest }, state) {
      known.set(part, { digest, state })
    },
  }
}
