// Stacks that remember what they were asked, for tests of what stands above them.
import type { Deployment } from '@/lib/contract/deployments'
import type { Plan } from '@/lib/contract/plan'
import type { Stack } from '@/lib/contract/stacks'
import { AppError } from '@/server/errors'
import type { Stacks, StacksEvent } from '@/server/stacks/types'

export type FakeStacks = Stacks & { stacks: Stack[]; calls: unknown[][]; tell(event: StacksEvent): void }

export const fakeDeployment = (over: Partial<Deployment> = {}): Deployment => ({
  id: 'd1',
  stack: 'shop',
  kind: 'deploy',
  revision: 1,
  state: 'running',
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: null,
  startedBy: 'admin',
  error: null,
  operations: [],
  ...over,
})

export const fakePlan = (stack: string): Plan => ({
  stack,
  revision: 1,
  summary: { create: 0, recreate: 0, restart: 0, start: 0, keep: 0, remove: 0, blocked: 0 },
  containers: [],
  networks: [],
  volumes: [],
  images: [],
  ports: [],
  conflicts: [],
  gaps: [],
  volumeRisks: [],
  orphans: [],
  variables: [],
  diagnostics: [],
  problems: [],
  operations: [],
  asks: [],
})

export const fakeStacks = (): FakeStacks => {
  const listeners = new Set<(event: StacksEvent) => void>()
  const stacks: Stack[] = []
  const calls: unknown[][] = []
  const noted =
    <A extends unknown[], R>(name: string, answer: (...args: A) => R) =>
    async (...args: A): Promise<R> => {
      calls.push([name, ...args])
      return answer(...args)
    }
  const missing = (what: string): never => {
    throw new AppError('not_found', `There is no ${what}.`)
  }
  return {
    stacks,
    calls,
    tell: (event) => {
      for (const listener of listeners) listener(event)
    },
    claim: async () => {},
    start: async () => {},
    stop: async () => {},
    list: async () => stacks,
    get: async (name) => stacks.find((stack) => stack.name === name) ?? missing(`stack ${name}`),
    check: () => ({ ok: true, name: null, diagnostics: [], variables: [], services: [] }),
    reconstruct: noted('reconstruct', () => [{ path: 'compose.yaml', content: 'services: {web: {image: web}}' }]),
    plan: noted('plan', (name: string) => fakePlan(name)),
    deploy: noted('deploy', (name: string) => fakeDeployment({ stack: name })),
    cancel: noted('cancel', (id: string) => fakeDeployment({ id, state: 'cancelling' })),
    remove: noted('remove', (name: string) => fakeDeployment({ stack: name, kind: 'remove' })),
    planRemoval: noted('planRemoval', (name: string) => fakePlan(name)),
    planRollback: noted('planRollback', (name: string) => fakePlan(name)),
    rollback: noted('rollback', (name: string) => fakeDeployment({ stack: name, kind: 'rollback' })),
    planUpdate: noted('planUpdate', (name: string) => fakePlan(name)),
    update: noted('update', (name: string) => fakeDeployment({ stack: name })),
    planScale: noted('planScale', (name: string) => fakePlan(name)),
    scale: noted('scale', (name: string) => fakeDeployment({ stack: name, kind: 'scale' })),
    revisions: async () => [],
    revision: async (name, number) => missing(`revision ${number} of ${name}`),
    deployments: async () => [],
    deployment: async (id) => (id === 'd1' ? fakeDeployment() : missing(`deployment ${id}`)),
    decision: async () => null,
    services: async () => [],
    hold: () => () => {},
    decided: async (...args) => void calls.push(['decided', ...args]),
    inTurn: async (plan, write) => write(await plan()),
    promised: () => [],
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
