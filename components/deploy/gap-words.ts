// How long a service does not serve, in words: how it stops, what it waits for, why so, and what would avoid it.
import type { Gap } from '@/lib/contract/plan-effects'
import type { planTexts } from '@/lib/texts/deploy-plan'

export function gapWords(gap: Gap, { gaps: t }: (typeof planTexts)['en']): string {
  const { kind, serving, running, stopSeconds, waitsForHealth, waitsFor, cause, port, canStartFirst } = gap
  if (kind === 'none') return t.none
  if (kind === 'fewer') return t.fewer(serving, running)
  if (kind === 'ends') return t.ends
  return [
    t.gap(stopSeconds, waitsForHealth, waitsFor.join(', ')),
    ...(cause === null ? [] : [cause === 'port' ? t.port(port ?? '') : t[cause]]),
    ...(canStartFirst ? [t.startFirst] : []),
  ].join('; ')
}
