'use client'
// The lines of a container's past; an end can be opened for what it said last.
import { Timeline } from '@/components/ui/timeline'
import { useTexts } from '@/lib/client/language'
import { containerHistoryTexts } from '@/lib/texts/container-history'
import { deathTexts } from '@/lib/texts/deaths'
import { DeathLines } from '../deaths/death-lines'
import type { ShownEntry } from './shown-history'

export function HistoryTimeline({ entries }: { entries: readonly ShownEntry[] }) {
  const { title } = useTexts(containerHistoryTexts)
  const t = useTexts(deathTexts)
  return (
    <Timeline
      label={title}
      entries={entries.map(({ death, detail, ...entry }) => {
        if (death === undefined || death.lines.length === 0) return { ...entry, detail }
        return {
          ...entry,
          detail,
          more: (
            <details>
              <summary className="link small">{t.show(death.lines.length)}</summary>
              <DeathLines lines={death.lines} />
            </details>
          ),
        }
      })}
    />
  )
}
