'use client'
// The connection test step by step: which door is shut, and what opens it.
import { type Step, Steps } from '@/components/ui/progress'
import { bytes, cores } from '@/lib/client/format'
import type { ConnectionStep, ConnectionTest } from '@/lib/contract/hosts'
import type { Way } from './host-address'

type StepId = ConnectionStep['step']
const names: Record<StepId, string> = {
  address: 'Address',
  resolve: 'Name',
  connect: 'TCP',
  ssh: 'SSH',
  tls: 'TLS',
  api: 'API',
  identity: 'Identity',
}
const tries: Record<StepId, string> = {
  address: 'can it be read',
  resolve: 'which machine the name means',
  connect: 'does the port answer',
  ssh: 'is the account let in',
  tls: 'do both certificates hold',
  api: 'which version the engine speaks',
  identity: 'engine id, and whether it is known under another address',
}
const stepsOf: Record<Way, StepId[]> = {
  tls: ['address', 'resolve', 'connect', 'tls', 'api', 'identity'],
  tcp: ['address', 'resolve', 'connect', 'api', 'identity'],
  ssh: ['address', 'resolve', 'connect', 'ssh', 'api', 'identity'],
  unix: ['address', 'connect', 'api', 'identity'],
}

type Props = { way: Way; test: ConnectionTest | null; isRunning: boolean }

export function ConnectionSteps({ way, test, isRunning }: Props) {
  const told = new Map(test?.steps.map((step) => [step.step, step]))
  const order = test ? [...new Set([...test.steps.map((step) => step.step), ...stepsOf[way]])] : stepsOf[way]
  const steps = order.map((id): Step => {
    const step = told.get(id)
    const name = way === 'unix' && id === 'connect' ? 'Socket' : names[id]
    if (!step || isRunning) return { id, name, state: isRunning ? 'running' : 'waiting', message: tries[id] }
    const state = step.status === 'ok' ? 'ok' : step.status === 'failed' ? 'failed' : 'skipped'
    return {
      id,
      name,
      state,
      message: step.message || (state === 'skipped' ? 'not reached' : tries[id]),
      ...(step.fix ? { fix: step.fix } : {}),
      durationMs: step.durationMs,
    }
  })
  return <Steps label="Connection test" steps={steps} />
}

/** What was found behind the address. */
export function FoundEngine({ test }: { test: ConnectionTest }) {
  const engine = test.engine
  if (!test.ok || !engine) return null
  return (
    <p className="ink-2 prose">
      <b>{test.hostname ?? 'The engine'}</b> runs Docker {engine.version}, API {engine.apiVersion}, on{' '}
      {engine.operatingSystem}, {engine.architecture}. Its containers stay as they are.
    </p>
  )
}

export const machineWords = (total: { cpus: number; memoryBytes: number }): string =>
  `${cores(total.cpus)}, ${bytes(total.memoryBytes)}`
