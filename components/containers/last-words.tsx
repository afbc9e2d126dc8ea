'use client'
// The newest lines of the log, enough to see what it does or why it ended.
import { useQuery } from '@tanstack/react-query'
import { InlineError } from '@/components/ui/error-panel'
import { Loading } from '@/components/ui/loading'
import { SectionHead } from '@/components/ui/section'
import { goToAddress } from '@/lib/client/address'
import { useTexts } from '@/lib/client/language'
import { streamLogs } from '@/lib/client/log-stream'
import type { Container, LogLine } from '@/lib/contract/containers'
import { containerDetailTexts } from '@/lib/texts/container-detail'
import { DeathLines } from './deaths/death-lines'

const shown = 10
const rereadMs = 5000

export function LastWords({ container }: { container: Container }) {
  const t = useTexts(containerDetailTexts)
  const isRunning = container.state === 'running'
  const { data, error } = useQuery({
    queryKey: ['containers', 'last-words', container.id, container.state],
    queryFn: async ({ signal }) => {
      const lines: LogLine[] = []
      for await (const some of streamLogs(container.id, { tail: shown, follow: false }, signal)) lines.push(...some)
      return lines.slice(-shown)
    },
    // The log has no events: what is said is read again while somebody looks.
    refetchInterval: isRunning ? rereadMs : false,
    retry: false,
  })
  const here = `/containers/${container.id}?tab=logs`
  return (
    <>
      <SectionHead
        title={isRunning ? t.lastWords.newest : t.lastWords.title}
        end={
          <a
            href={here}
            onClick={(event) => {
              event.preventDefault()
              goToAddress(here)
            }}
          >
            {t.lastWords.all}
          </a>
        }
      />
      {error ? (
        <div className="pad-x pb-2">
          <InlineError error={error} />
        </div>
      ) : data === undefined ? (
        <Loading what={t.lastWords.what} rows={2} />
      ) : data.length === 0 ? (
        <div className="logs last-words wrap">
          <p className="pad-x dim">{t.nothingSaid}</p>
        </div>
      ) : (
        <DeathLines lines={data} />
      )}
    </>
  )
}
