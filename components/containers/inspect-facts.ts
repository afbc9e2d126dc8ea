// The few things the pages read out of an engine's inspect answer. It is the engine's word: nothing in it is taken for granted.
import { languageNow } from '@/lib/client/language'
import { listOf, numberOf, recordOf, textOf, textsOf } from '@/lib/json-value'
import type { Language } from '@/lib/texts/catalogue'
import { containerDetailTexts } from '@/lib/texts/container-detail'

export type InspectFacts = {
  env: { name: string; value: string }[]
  command: string
  user: string
  workingDirectory: string
  memoryLimitBytes: number
  cpuLimit: number
  hasReadOnlyRoot: boolean
  restartPolicy: string
  error: string
  healthTest: string | null
  /** How often it runs, and how many failures in a row make it unhealthy. */
  healthEveryMs: number
  healthRetries: number
  /** Failures in a row until now. */
  healthStreak: number
  /** Newest first. `tookMs` null: not told. */
  healthRuns: { at: string; tookMs: number | null; exitCode: number; output: string }[]
}

function restartWords(policy: unknown, language: Language): string {
  const { Name, MaximumRetryCount } = recordOf(policy)
  const name = textOf(Name)
  const most = numberOf(MaximumRetryCount)
  const t = containerDetailTexts[language].restart
  const words =
    name === '' || name === 'no'
      ? t.never
      : Object.hasOwn(t.policies, name)
        ? t.policies[name as keyof typeof t.policies]
        : name
  return most > 0 ? t.atMost(words, most) : words
}

function tookMs(start: string, end: string): number | null {
  const ms = Date.parse(end) - Date.parse(start)
  return Number.isFinite(ms) && ms >= 0 ? ms : null
}

export function inspectFacts(
  inspect: Record<string, unknown> | null,
  language: Language = languageNow(),
): InspectFacts | null {
  if (inspect === null) return null
  const config = recordOf(inspect.Config)
  const host = recordOf(inspect.HostConfig)
  const state = recordOf(inspect.State)
  const check = recordOf(config.Healthcheck)
  const health = recordOf(state.Health)
  const test = textsOf(check.Test)
  return {
    env: textsOf(config.Env).map((line) => {
      const at = line.indexOf('=')
      return at < 0 ? { name: line, value: '' } : { name: line.slice(0, at), value: line.slice(at + 1) }
    }),
    command: [...textsOf(config.Entrypoint), ...textsOf(config.Cmd)].join(' '),
    user: textOf(config.User),
    workingDirectory: textOf(config.WorkingDir),
    memoryLimitBytes: numberOf(host.Memory),
    cpuLimit: numberOf(host.NanoCpus) / 1e9,
    hasReadOnlyRoot: host.ReadonlyRootfs === true,
    restartPolicy: restartWords(host.RestartPolicy, language),
    error: textOf(state.Error),
    healthTest: test.length > 0 && test[0] !== 'NONE' ? test.slice(1).join(' ') || test.join(' ') : null,
    healthEveryMs: (numberOf(check.Interval) || 30e9) / 1e6,
    healthRetries: numberOf(check.Retries) || 3,
    healthStreak: numberOf(health.FailingStreak),
    healthRuns: listOf(health.Log)
      .map((run) => {
        const { Start, End, ExitCode, Output } = recordOf(run)
        return {
          at: textOf(Start),
          tookMs: tookMs(textOf(Start), textOf(End)),
          exitCode: numberOf(ExitCode),
          output: textOf(Output).trim(),
        }
      })
      .reverse(),
  }
}
