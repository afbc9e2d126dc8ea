'use client'
// A container's health checks in words: how it stands, and each of the last runs with what it said.
import { SectionHead } from '@/components/ui/section'
import { Timeline } from '@/components/ui/timeline'
import { duration, elapsed } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { containerDetailTexts } from '@/lib/texts/container-detail'
import type { InspectFacts } from './inspect-facts'

const longestOutput = 400

export function ContainerHealth({ facts }: { facts: InspectFacts }) {
  const t = useTexts(containerDetailTexts).health
  const { healthTest, healthRuns, healthStreak, healthRetries, healthEveryMs } = facts
  const runs = healthRuns.filter((run) => !Number.isNaN(Date.parse(run.at)))
  const summary =
    healthTest === null && runs.length === 0
      ? t.none
      : runs.length === 0
        ? t.waiting
        : healthStreak > 0
          ? t.streak(healthStreak, healthRetries)
          : t.well(duration(healthEveryMs))
  return (
    <>
      <SectionHead title={t.title} remark={healthTest === null ? undefined : <code>{healthTest}</code>} />
      <p className="pad-x ink-2 prose">{summary}</p>
      {runs.length > 0 && (
        <Timeline
          label={t.title}
          entries={runs.map(({ at, tookMs, exitCode, output }) => {
            const words = exitCode === 0 ? t.passed : t.failedWith(exitCode)
            return {
              id: at,
              at,
              mark: exitCode === 0 ? 'ok' : 'fail',
              markWords: exitCode === 0 ? t.passed : t.failed,
              text: tookMs === null ? words : `${words}, ${t.took(elapsed(tookMs))}`,
              detail: output === '' ? undefined : <span lang="en">{output.slice(0, longestOutput)}</span>,
            }
          })}
        />
      )}
    </>
  )
}
