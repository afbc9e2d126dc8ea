// The few things the pages read out of an engine's inspect answer. It is the engine's word: nothing in it is taken for granted.
import { z } from 'zod'
import { languageNow } from '@/lib/client/language'
import type { Language } from '@/lib/texts/catalogue'
import { containerDetailTexts } from '@/lib/texts/container-detail'

const size = z.number().catch(0)
const words = z.array(z.string()).nullish().catch(null)

const inspectShape = z.object({
  Config: z
    .object({
      Env: words,
      Cmd: words,
      Entrypoint: words,
      WorkingDir: z.string().catch(''),
      User: z.string().catch(''),
      Healthcheck: z.object({ Test: words, Interval: size, Retries: size }).partial().nullish().catch(null),
    })
    .partial()
    .catch({}),
  HostConfig: z
    .object({
      Memory: size,
      NanoCpus: size,
      ReadonlyRootfs: z.boolean().catch(false),
      RestartPolicy: z
        .object({ Name: z.string(), MaximumRetryCount: z.number().catch(0) })
        .partial()
        .catch({}),
    })
    .partial()
    .catch({}),
  State: z
    .object({
      Error: z.string().catch(''),
      Health: z
        .object({
          FailingStreak: z.number().catch(0),
          Log: z
            .array(
              z.object({
                Start: z.string().catch(''),
                End: z.string().catch(''),
                ExitCode: z.number().catch(0),
                Output: z.string().catch(''),
              }),
            )
            .nullish()
            .catch(null),
        })
        .nullish()
        .catch(null),
    })
    .partial()
    .catch({}),
})

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

type RestartPolicy = { Name?: string | undefined; MaximumRetryCount?: number | undefined }

function restartWords({ Name = '', MaximumRetryCount = 0 }: RestartPolicy, language: Language): string {
  const t = containerDetailTexts[language].restart
  const words =
    Name === '' || Name === 'no' ? t.never : Name in t.policies ? t.policies[Name as keyof typeof t.policies] : Name
  return MaximumRetryCount > 0 ? t.atMost(words, MaximumRetryCount) : words
}

function tookMs(start: string, end: string): number | null {
  const ms = Date.parse(end) - Date.parse(start)
  return Number.isFinite(ms) && ms >= 0 ? ms : null
}

export function inspectFacts(
  inspect: Record<string, unknown> | null,
  language: Language = languageNow(),
): InspectFacts | null {
  const parsed = inspect === null ? null : inspectShape.safeParse(inspect)
  if (!parsed?.success) return null
  const { Config, HostConfig, State } = parsed.data
  const test = Config.Healthcheck?.Test ?? []
  return {
    env: (Config.Env ?? []).map((line) => {
      const at = line.indexOf('=')
      return at < 0 ? { name: line, value: '' } : { name: line.slice(0, at), value: line.slice(at + 1) }
    }),
    command: [...(Config.Entrypoint ?? []), ...(Config.Cmd ?? [])].join(' '),
    user: Config.User ?? '',
    workingDirectory: Config.WorkingDir ?? '',
    memoryLimitBytes: HostConfig.Memory ?? 0,
    cpuLimit: (HostConfig.NanoCpus ?? 0) / 1e9,
    hasReadOnlyRoot: HostConfig.ReadonlyRootfs ?? false,
    restartPolicy: restartWords(HostConfig.RestartPolicy ?? {}, language),
    error: State.Error ?? '',
    healthTest: test.length > 0 && test[0] !== 'NONE' ? test.slice(1).join(' ') || test.join(' ') : null,
    healthEveryMs: (Config.Healthcheck?.Interval || 30e9) / 1e6,
    healthRetries: Config.Healthcheck?.Retries || 3,
    healthStreak: State.Health?.FailingStreak ?? 0,
    healthRuns: (State.Health?.Log ?? [])
      .map((run) => ({
        at: run.Start,
        tookMs: tookMs(run.Start, run.End),
        exitCode: run.ExitCode,
        output: run.Output.trim(),
      }))
      .reverse(),
  }
}
