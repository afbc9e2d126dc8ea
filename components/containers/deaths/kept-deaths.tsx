'use client'
// What is left of a container that its engine knows no more: how it ended, and what it said last.
import { SectionHead } from '@/components/ui/section'
import { Moment } from '@/components/ui/time'
import { bytes } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { useDeaths } from '@/lib/client/use-history'
import { containerDetailTexts } from '@/lib/texts/container-detail'
import { deathTexts } from '@/lib/texts/deaths'
import { exitMeaning } from '../exit-words'
import { DeathLines } from './death-lines'

/** Nothing where nothing was kept. */
export function KeptDeaths({ id }: { id: string }) {
  const t = useTexts(deathTexts)
  const { exits } = useTexts(containerDetailTexts)
  const deaths = useDeaths(id).data ?? []
  return deaths.map(({ id: key, name, hostName, at, exitCode, oomKilled, memoryLimitBytes, lines }) => (
    <section key={key} aria-label={`${t.title}, ${name}`}>
      <SectionHead
        title={t.title}
        remark={
          <>
            {hostName}/{name}, {t.at} <Moment at={at} />
          </>
        }
      />
      <p className="pad-x pb-2 ink-2">
        {exitCode !== null && `${t.endedWith(exitCode, exitMeaning(exitCode, oomKilled, exits))}, `}
        {memoryLimitBytes > 0 ? t.limit(bytes(memoryLimitBytes)) : t.noLimit}; {t.kept}
      </p>
      {lines.length === 0 ? <p className="pad-x dim">{t.silent}</p> : <DeathLines lines={lines} />}
    </section>
  ))
}
