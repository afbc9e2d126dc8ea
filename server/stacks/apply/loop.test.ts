import { describe, expect, it } from 'vitest'
import type { Operation, OperationKind } from '@/lib/contract/deployments'
import type { Cluster } from '@/server/cluster/types'
import { AppError } from '@/server/errors'
import { operationInput } from '../operations'
import type { Performer } from './context'
import { type Journal, type Loop, type LoopInput, runLoop } from './loop'
import { cancelledError } from './pause'
import { newRecord, type OperationRecord } from './record'

const cluster = { host: (id: string) => ({ name: id }), engine: () => ({}) } as unknown as Cluster
const operation = (
  id: string,
  kind: OperationKind,
  after: string[] = [],
  input: Record<string, unknown> = {},
): Operation => ({
  id,
  kind,
  hostId: 'n1',
  target: id,
  service: 'web',
  why: '',
  after,
  input,
})

/** One container replaced by another of its name, as a plan has it. */
const lane = (name: string, before: string[] = []): Operation[] => [
  operation(`${name}-create`, 'create-container', before, {
    lane: name,
    service: name,
    number: 1,
    image: 'i',
    peers: {},
  }),
  operation(`${name}-stop`, 'stop-container', [`${name}-create`], {
    lane: name,
    containerId: `old-${name}`,
    wasRunning: true,
  }),
  operation(`${name}-aside`, 'rename-container', [`${name}-stop`], {
    lane: name,
    containerId: `old-${name}`,
    to: `${name}-away`,
  }),
  operation(`${name}-named`, 'rename-container', [`${name}-aside`], {
    lane: name,
    containerId: `${name}-create`,
    to: name,
    isNew: true,
  }),
  operation(`${name}-start`, 'start-container', [`${name}-named`], { lane: name }),
  operation(`${name}-wait`, 'wait-container', [`${name}-start`], { lane: name, condition: 'stable' }),
  operation(`${name}-remove`, 'remove-container', [`${name}-wait`], { lane: name, containerId: `old-${name}` }),
]

type Given = Partial<LoopInput> & {
  operations?: Operation[]
  fails?: string[]
  /** Ends only when it is told to, or cancelled. */
  hangs?: string[]
}

const begin = (given: Given) => {
  const performed: string[] = []
  const written: string[] = []
  const records: OperationRecord[] = given.records ?? (given.operations ?? []).map(newRecord)
  let wake: () => void = () => undefined
  const hanging = new Promise<void>((resolve) => {
    wake = resolve
  })
  const perform: Performer = async ({ operation: { id }, signal }) => {
    performed.push(id)
    if (given.fails?.includes(id)) throw new AppError('engine_error', `${id} went wrong`)
    if (given.hangs?.includes(id)) {
      wake()
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(cancelledError())))
    }
    return undefined
  }
  const journal: Journal = {
    begin: async ({ operation: { id } }) => void written.push(`begin ${id}`),
    end: async ({ operation: { id }, state }) => void written.push(`${state} ${id}`),
    amend: async (changed, added) => {
      written.push(
        ...changed.map(({ operation: { id }, state }) => `${state} ${id}`),
        ...added.map(({ operation: { id } }) => `added ${id}`),
      )
    },
  }
  const loop: Loop = runLoop({
    context: { cluster, stack: 's', deploymentId: 'd', revision: null },
    journal,
    performers: Object.fromEntries(
      Object.keys(operationInput).map((kind) => [kind, perform]),
    ) as LoopInput['performers'],
    now: () => new Date(0),
    onProgress: () => undefined,
    isCancelled: false,
    keepsGoing: false,
    ...given,
    records,
  })
  const state = (id: string) => records.find((record) => record.operation.id === id)?.state
  return { loop, performed, written, records, hanging, state }
}

describe('the loop', () => {
  it('keeps the order, and writes each operation down before and after', async () => {
    const { loop, performed, written } = begin({
      operations: [operation('b', 'start-container', ['a']), operation('a', 'create-network')],
    })
    expect(await loop.finished).toBe('succeeded')
    expect(performed).toEqual(['a', 'b'])
    expect(written).toEqual(['begin a', 'done a', 'begin b', 'done b'])
  })

  it('ends at once when there is nothing to do', async () => {
    expect(await begin({ operations: [] }).loop.finished).toBe('succeeded')
  })

  it('skips what waits for a failure and what has not begun, and stops nothing that runs', async () => {
    const { loop, performed, state } = begin({
      operations: [operation('pull', 'pull-image'), ...lane('web', ['pull'])],
      fails: ['pull'],
    })
    expect(await loop.finished).toBe('failed')
    expect(performed).toEqual(['pull'])
    expect(state('web-stop')).toBe('skipped')
  })

  it('puts the old container back when the new one fails: new removed, name returned, old started', async () => {
    const { loop, performed } = begin({ operations: lane('web'), fails: ['web-wait'] })
    expect(await loop.finished).toBe('failed')
    expect(performed.slice(6)).toEqual([
      'undo-remove-container n1 web-create',
      'undo-remove-container n1 web',
      'undo-rename-container n1 web-aside',
      'undo-start-container n1 web-stop',
    ])
  })

  it('does not take back a lane whose new container has proved itself', async () => {
    const { loop, performed } = begin({ operations: lane('web'), fails: ['web-remove'] })
    expect(await loop.finished).toBe('failed')
    expect(performed.some((id) => id.startsWith('undo'))).toBe(false)
  })

  it('carries a lane that is under way through when another fails, and begins no third', async () => {
    const operations = [...lane('a'), ...lane('b'), ...lane('c', ['a-remove'])]
    const { loop, performed, state } = begin({ operations, fails: ['b-wait'] })
    expect(await loop.finished).toBe('failed')
    expect(state('a-remove')).toBe('done')
    expect(state('b-remove')).toBe('skipped')
    expect(performed).toContain('undo-start-container n1 b-stop')
  })

  it('cancels what waits and puts back what was half done', async () => {
    const { loop, hanging, state, performed } = begin({ operations: lane('web'), hangs: ['web-wait'] })
    await hanging
    loop.cancel()
    expect(await loop.finished).toBe('cancelled')
    expect(state('web-wait')).toBe('cancelled')
    expect(performed).toContain('undo-start-container n1 web-stop')
  })

  it('removes a container that was made and never started, when it is cancelled', async () => {
    const operations = [
      operation('made', 'create-container', [], { lane: 'x', service: 'x', number: 1, image: 'i', peers: {} }),
      operation('wait', 'wait-container', [], { condition: 'healthy' }),
      operation('run', 'start-container', ['made', 'wait'], { lane: 'x' }),
    ]
    const { loop, hanging, performed } = begin({ operations, hangs: ['wait'] })
    await hanging
    loop.cancel()
    expect(await loop.finished).toBe('cancelled')
    expect(performed.at(-1)).toBe('undo-remove-container n1 made')
  })

  it('does everything else when a removal fails in one place', async () => {
    const operations = [
      operation('a', 'stop-container', [], { lane: 'a', containerId: 'a', wasRunning: true }),
      operation('b', 'remove-container', ['a'], { lane: 'a', containerId: 'a' }),
      operation('c', 'stop-container', [], { lane: 'c', containerId: 'c', wasRunning: true }),
      operation('d', 'remove-container', ['c'], { lane: 'c', containerId: 'c' }),
    ]
    const { loop, performed, state } = begin({ operations, fails: ['a'], keepsGoing: true })
    expect(await loop.finished).toBe('failed')
    expect(performed).toEqual(['a', 'c', 'd'])
    expect(state('b')).toBe('skipped')
  })

  it('takes up after a kill where the journal ends', async () => {
    const [create, stop, ...rest] = lane('web').map(newRecord)
    const records = [
      { ...create!, state: 'done' as const },
      { ...stop!, startedAt: new Date(0), isResumed: true },
      ...rest,
    ]
    const { loop, performed } = begin({ records })
    expect(await loop.finished).toBe('succeeded')
    expect(performed[0]).toBe('web-stop')
    expect(performed).not.toContain('web-create')
  })

  it('finishes putting back after a kill in the middle of it', async () => {
    const failed = begin({ operations: lane('web'), fails: ['web-wait'] })
    await failed.loop.finished
    const records = failed.records.map((record) =>
      record.operation.id.startsWith('undo-start') ? { ...record, state: 'pending' as const, isResumed: true } : record,
    )
    const { loop, performed } = begin({ records })
    expect(await loop.finished).toBe('failed')
    expect(performed).toEqual(['undo-start-container n1 web-stop'])
  })

  it('begins and writes nothing more once it is abandoned', async () => {
    const { loop, hanging, written } = begin({ operations: lane('web'), hangs: ['web-wait'] })
    await hanging
    const before = [...written]
    loop.abandon()
    expect(await loop.finished).toBe('abandoned')
    expect(written).toEqual(before)
  })

  it('gives up aloud when the journal cannot be written', async () => {
    const broken: Journal = {
      begin: async () => {
        throw new AppError('disk_full', 'The disk is full')
      },
      end: async () => undefined,
      amend: async () => undefined,
    }
    const { loop, performed } = begin({ operations: lane('web'), journal: broken })
    await expect(loop.finished).rejects.toMatchObject({ code: 'disk_full' })
    expect(performed).toEqual([])
  })
})
