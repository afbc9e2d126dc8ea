'use client'
// The connection test step by step: which door is shut, and what opens it.
import { Filled } from '@/components/ui/filled'
import { type Step, Steps } from '@/components/ui/progress'
import { Said } from '@/components/ui/said'
import { bytes, cores } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import type { ConnectionStep, ConnectionTest } from '@/lib/contract/hosts'
import { addHostTexts } from '@/lib/texts/add-host'
import type { Way } from './host-address'

type StepId = ConnectionStep['step']
const stepsOf: Record<Way, StepId[]> = {
  tls: ['address', 'resolve', 'connect', 'tls', 'api', 'identity'],
  tcp: ['address', 'resolve', 'connect', 'api', 'identity'],
  ssh: ['address', 'resolve', 'connect', 'ssh', 'api', 'identity'],
  unix: ['address', 'connect', 'api', 'identity'],
}

type Props = { way: Way; test: ConnectionTest | null; isRunning: boolean }

export function ConnectionSteps({ way, test, isRunning }: Props) {
  const adding = useTexts(addHostTexts)
  const { steps: names, tries } = adding
  const told = new Map(test?.steps.map((step) => [step.step, step]))
  const order = test ? [...new Set([...test.steps.map((step) => step.step), ...stepsOf[way]])] : stepsOf[way]
  const steps = order.map((id): Step => {
    const step = told.get(id)
    const name = way === 'unix' && id === 'connect' ? names.socket : names[id]
    if (!step || isRunning) return { id, name, state: isRunning ? 'running' : 'waiting', message: tries[id] }
    const state = step.status === 'ok' ? 'ok' : step.status === 'failed' ? 'failed' : 'skipped'
    return {
      id,
      name,
      state,
      message: step.message ? <Said text={step.message} /> : state === 'skipped' ? adding.notReached : tries[id],
      ...(step.fix ? { fix: step.fix } : {}),
      durationMs: step.durationMs,
    }
  })
  return <Steps label={adding.testTitle} steps={steps} />
}

/** What was found behind the address. */
export function FoundEngine({ test }: { test: ConnectionTest }) {
  const t = useTexts(addHostTexts)
  const engine = test.engine
  if (!test.ok || !engine) return null
  return (
    <p className="ink-2 prose">
      <Filled
        text={t.found}
        parts={{
          host: <b>{test.hostname ?? t.theEngine}</b>,
          version: engine.version,
          api: engine.apiVersion,
          system: engine.operatingSystem,
          architecture: engine.architecture,
        }}
      />
    </p>
  )
}

export const machineWords = (total: { cpus: number; memoryBytes: number }): string =>
  `${cores(total.cpus)}, ${bytes(total.memoryBytes)}`
