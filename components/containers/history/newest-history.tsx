'use client'
// The last things that happened to a container, for its overview: often they are why somebody looks at it.
import { useMemo } from 'react'
import { SectionHead } from '@/components/ui/section'
import { goToAddress } from '@/lib/client/address'
import { useLanguage, useTexts } from '@/lib/client/language'
import { useHistory } from '@/lib/client/use-history'
import type { Container } from '@/lib/contract/containers'
import { containerHistoryTexts } from '@/lib/texts/container-history'
import { HistoryTimeline } from './history-timeline'
import { shownHistory } from './shown-history'

const most = 5

/** Nothing while nothing is known: the tab says why. */
export function NewestHistory({ container }: { container: Container }) {
  const t = useTexts(containerHistoryTexts)
  const language = useLanguage()
  const { data } = useHistory(container)
  const shown = useMemo(() => shownHistory(data?.entries ?? [], data?.deaths ?? [], language), [data, language])
  if (shown.length === 0) return null
  const here = `/containers/${container.id}?tab=history`
  return (
    <>
      <SectionHead
        title={t.title}
        end={
          <a
            href={here}
            onClick={(event) => {
              event.preventDefault()
              goToAddress(here)
            }}
          >
            {t.all}
          </a>
        }
      />
      <HistoryTimeline entries={shown.slice(0, most)} />
    </>
  )
}
