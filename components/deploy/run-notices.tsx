'use client'
// The offer to make services of `docker run` commands, and afterwards what was made and what could not be carried over.
import { Banner } from '@/components/ui/banner'
import { useTexts } from '@/lib/client/language'
import { dockerRunTexts } from '@/lib/texts/docker-run'
import type { useRunOffer } from './use-run-offer'

type Props = { run: ReturnType<typeof useRunOffer>; onText: (text: string) => void }

export function RunNotices({ run, onText }: Props) {
  const t = useTexts(dockerRunTexts)
  const { offer, outcome } = run
  if (offer) {
    return (
      <Banner
        kind="warn"
        title={t.offer(offer.count)}
        end={
          <>
            <button type="button" className="link" onClick={() => void run.convert(offer.text)}>
              {t.convert(offer.count)}
            </button>
            <button
              type="button"
              className="link"
              onClick={() => {
                onText(offer.text)
                run.decline()
              }}
            >
              {t.asText}
            </button>
          </>
        }
      />
    )
  }
  if (!outcome) return null
  const notes = outcome.notes.map(({ kind, text }) => t.notes[kind](text))
  return (
    <Banner
      kind="warn"
      title={outcome.faultLine === null ? t.made(outcome.names.join(', ')) : t.failed(outcome.faultLine)}
      end={
        <button type="button" className="link" onClick={run.dismiss}>
          {t.dismiss}
        </button>
      }
    >
      {notes.length > 0 && `${[...new Set(notes)].join('; ')}.`}
    </Banner>
  )
}
