// Two containers are replaced while anything goes wrong: an operation fails, somebody cancels, the server is killed during
// any operation, before or after the engine did it. Whatever comes, one container of each name runs in the end.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Operation, OperationKind } from '@/lib/contract/deployments'
import type { Cluster } from '@/server/cluster/types'
import { AppError } from '@/server/errors'
import { resumable } from '../deployment-rows'
import { inputOf, isUndo, operationInput } from '../operations'
import type { Performer } from './context'
import { type Journal, type LoopInput, runLoop } from './loop'
import { newRecord, type OperationRecord } from './record'

const cluster = { host: (id: string) => ({ name: id }), engine: () => ({}) } as unknown as Cluster

const operation = (
  kind: OperationKind,
  target: string,
  after: string[],
  input: Record<string, unknown>,
  variant = '',
): Operation => ({
  id: `${kind} ${target}${variant}`,
  kind,
  hostId: 'n1',
  target,
  service: 'web',
  why: '',
  after,
  input,
})

const lane = (name: string, before: string[]): Operation[] => {
  const old = { lane: name, containerId: `old-${name}` }
  const next = `${name}-next`
  return [
    operation('create-container', next, before, { lane: name, service: name, number: 1, image: 'i', peers: {} }),
    operation('stop-container', name, [`create-container ${next}`], { ...old, wasRunning: true }),
    operation('rename-container', name, [`stop-container ${name}`], { ...old, to: `${name}-replaced` }),
    operation('rename-container', next, [`rename-container ${name}`], {
      lane: name,
      containerId: next,
      to: name,
      isNew: true,
    }),
    operation('start-container', name, [`rename-container ${next}`], { lane: name }),
    operation('wait-container', name, [`start-container ${name}`], { lane: name, condition: 'stable' }),
    operation('remove-container', name, [`wait-container ${name}`], old),
  ]
}

type There = { id: string; name: string; isRunning: boolean; isOwn: boolean }

/** What the engine would do, and takes "already so" for success as the performers do. */
const change = (world: There[], { kind, target, input }: Operation): There[] => {
  const ref = typeof input.containerId === 'string' ? input.containerId : target
  const isIt = ({ id, name }: There) => id === ref || name === ref
  if (kind === 'create-container')
    return world.some(isIt) ? world : [...world, { id: `new-${target}`, name: target, isRunning: false, isOwn: true }]
  if (kind === 'start-container' || kind === 'stop-container') {
    const isRunning = kind === 'start-container'
    return world.map((one) => (isIt(one) ? { ...one, isRunning } : one))
  }
  if (kind === 'rename-container') return world.map((one) => (isIt(one) ? { ...one, name: String(input.to) } : one))
  if (kind === 'remove-container') return world.filter((one) => !isIt(one) || (input.onlyOwn === true && !one.isOwn))
  return world
}

type Mishaps = {
  fails: string | null
  cancelsAt: string | null
  killsAt: string | null
  isDoneBeforeKill: boolean
  /** How many turns each operation takes, in the order they begin: so that the lanes overtake each other. */
  turns: number[]
}

const outcomeOf = async (operations: Operation[], mishaps: Mishaps) => {
  let world: There[] = ['a', 'b'].map((name) => ({ id: `old-${name}`, name, isRunning: true, isOwn: false }))
  const journal = new Map<string, OperationRecord>(operations.map((one) => [one.id, newRecord(one)]))
  const write = async (record: OperationRecord) => void journal.set(record.operation.id, { ...record })
  let begun = 0
  let isKilled = false
  let isCancelled = false
  const run = async (records: OperationRecord[]) => {
    const book: Journal = {
      begin: write,
      end: write,
      amend: async (changed, added) => {
        for (const record of [...changed, ...added]) await write(record)
      },
    }
    const perform: Performer = async (act) => {
      const { id } = act.operation
      inputOf(act.operation.kind, act.operation)
      begun += 1
      for (let turn = mishaps.turns[begun % mishaps.turns.length] ?? 0; turn > 0; turn -= 1) await undefined
      if (mishaps.cancelsAt === id && !isCancelled) {
        isCancelled = true
        loop.cancel()
      }
      if (mishaps.killsAt === id && !isKilled) {
        isKilled = true
        if (mishaps.isDoneBeforeKill) world = change(world, act.operation)
        loop.abandon()
        throw new AppError('cancelled', 'killed')
      }
      if (mishaps.fails === id) throw new AppError('engine_error', 'no')
      world = change(world, act.operation)
      return undefined
    }
    const loop = runLoop({
      context: { cluster, stack: 's', deploymentId: 'd', revision: null },
      records,
      journal: book,
      performers: Object.fromEntries(
        Object.keys(operationInput).map((kind) => [kind, perform]),
      ) as LoopInput['performers'],
      now: () => new Date(0),
      onProgress: () => undefined,
      isCancelled,
      keepsGoing: false,
    })
    return loop.finished
  }
  let outcome = await run([...journal.values()].map((record) => ({ ...record })))
  if (outcome === 'abandoned') outcome = await run([...journal.values()].map((record) => resumable({ ...record })))
  return { outcome, world, records: [...journal.values()] }
}

const together = [...lane('a', []), ...lane('b', [])]
const oneByOne = [...lane('a', []), ...lane('b', ['remove-container a'])]
const ids = together.map(({ id }) => id)
const undoable = together.flatMap(({ kind, target }) => [`undo-${kind} n1 ${target}`])
const maybe = (from: readonly string[]) => fc.option(fc.constantFrom(...from), { nil: null })

describe('the loop, whatever goes wrong', { timeout: 120_000 }, () => {
  it('leaves one running container of each name, and nothing of its own beside it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          operations: fc.constantFrom(together, oneByOne),
          fails: maybe(ids.filter((id) => !id.startsWith('remove'))),
          cancelsAt: maybe(ids),
          killsAt: maybe([...ids, ...undoable]),
          isDoneBeforeKill: fc.boolean(),
          turns: fc.array(fc.nat(60), { minLength: 1, maxLength: 9 }),
        }),
        async ({ operations, ...mishaps }) => {
          const { outcome, world, records } = await outcomeOf(operations, mishaps)
          for (const name of ['a', 'b']) {
            const named = world.filter((one) => one.name === name)
            expect(named).toHaveLength(1)
            expect(named[0]?.isRunning).toBe(true)
          }
          if (outcome === 'succeeded') expect(world.every(({ isOwn }) => isOwn)).toBe(true)
          expect(world.filter(({ name }) => name.endsWith('-next'))).toEqual([])
          expect(records.filter(({ operation: one, state }) => isUndo(one) && state !== 'done')).toEqual([])
        },
      ),
      { numRuns: 600 },
    )
  })
})
