// What the steps of the real clients stand on: ways past the endpoint to an engine, and to endpoints with other settings.
import type { Step } from '@/server/testing/docker-clients'

export type Ground = {
  /** What an engine itself answers, as the CLI prints it. */
  own(host: string, what: string): string
  registry: string
  /** `docker` at an endpoint over the same hosts that packs them full. */
  packing: string
}

/** Steps by the name of their test. */
export type Theme = Record<string, (ground: Ground) => Step[]>

export const id = /^[0-9a-f]{64}$/

export const nodeOf = (name: string) => `docker inspect -f "{{.Node.Name}}" ${name}`

/** On one line, those of n1, n2 and n3 that have the image. */
export const hostsWith = (image: string) =>
  `for n in 1 2 3; do docker images --filter node=n$n --format "n$n {{.Repository}}:{{.Tag}}" ${image}; done | cut -d" " -f1 | tr "\\n" " "`
