// Runs the steps of enabling and disabling: each is told when it starts and ends, and a failure is a result like any other.
import type { Host } from '@/lib/contract/hosts'
import type { OverlayStep } from '@/lib/contract/networks'
import { isAppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import { portsFix } from './overlay-status'
import type { OverlayProgress } from './types'

export type StepKind = OverlayStep['kind']
export type StepRunner = {
  steps: OverlayStep[]
  /** True if it was done. `done` words may depend on what the act found. */
  run(kind: StepKind, host: Host, words: { running: string; done: string }, act: () => Promise<void>): Promise<boolean>
  fail(kind: StepKind, host: Host, message: string, fix?: string): void
}

const soundsBlocked = /refused|i\/o timeout|timeout was reached|deadline|no route|unavailable|could not connect/i

/** A join token must not travel in an error, whatever an engine quotes back. */
const withoutTokens = (text: string): string => text.replace(/SWMTKN-[\w-]+/g, 'SWMTKN-…')

const failureOf = (kind: StepKind, error: unknown): { message: string; fix?: string } => {
  const message = withoutTokens(messageOf(error))
  const given = isAppError(error) ? error.details?.fix : undefined
  if (given !== undefined) return { message, fix: given }
  return kind === 'join' && soundsBlocked.test(message) ? { message, fix: portsFix } : { message }
}

export const createStepRunner = (log: Pick<Log, 'info' | 'warn'>, onProgress: OverlayProgress): StepRunner => {
  const steps: OverlayStep[] = []
  const tell = (step: OverlayStep) => {
    try {
      onProgress(step)
    } catch (error) {
      log.warn({ err: error }, 'a listener to overlay progress failed')
    }
  }
  const end = (step: OverlayStep) => {
    steps.push(step)
    log[step.state === 'failed' ? 'warn' : 'info']({ step: step.kind, host: step.hostName }, step.message)
    tell(step)
  }
  return {
    steps,
    run: async (kind, host, words, act) => {
      const step = { kind, hostId: host.id, hostName: host.name }
      tell({ ...step, state: 'running', message: words.running })
      try {
        await act()
        end({ ...step, state: 'done', message: words.done })
        return true
      } catch (error) {
        const failure = failureOf(kind, error)
        end({ ...step, state: 'failed', ...failure, message: `${words.running}: ${failure.message}` })
        return false
      }
    },
    fail: (kind, host, message, fix) =>
      end({
        kind,
        hostId: host.id,
        hostName: host.name,
        state: 'failed',
        message,
        ...(fix === undefined ? {} : { fix }),
      }),
  }
}
