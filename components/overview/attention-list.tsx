'use client'
// What needs a human, as sentences with their cause, and the way to where it can be mended.
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button, ButtonLink } from '@/components/ui/button'
import { StateMark } from '@/components/ui/state'
import { Ago } from '@/components/ui/time'
import { attentionWords } from '@/lib/attention-words'
import { exactTime, hourMinute } from '@/lib/client/format'
import { useLanguage, useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { useSaid } from '@/lib/client/said'
import type { Attention } from '@/lib/contract/overview'
import { overviewTexts } from '@/lib/texts/overview'
import { uiTexts } from '@/lib/texts/ui'
import type { CopyToRemove } from './remove-copy-dialog'

const RemoveCopyDialog = dynamic(
  () => loadPart(() => import('./remove-copy-dialog')).then((it) => it.RemoveCopyDialog),
  {
    ssr: false,
  },
)

type Target = Attention['target']
type Way = { to: keyof (typeof overviewTexts)['en']['ways']; href: string; quiet?: boolean }

const waysTo: Record<Target['kind'], (target: Target) => Way[]> = {
  host: ({ id }) => [{ to: 'host', href: `/hosts/${id}` }],
  container: ({ id }) => [
    { to: 'logs', href: `/containers/${id}?tab=logs` },
    { to: 'container', href: `/containers/${id}`, quiet: true },
  ],
  stack: ({ name }) => [{ to: 'stack', href: `/stacks/${encodeURIComponent(name)}` }],
}

function waysOf({ cause, target }: Attention): Way[] {
  const container: Way = { to: 'container', href: `/containers/${target.id}` }
  if (cause.kind === 'copies') return []
  // Of a host that is lost there is no log to read.
  if (cause.kind === 'reschedule')
    return cause.act === 'move'
      ? [
          { to: 'host', href: `/hosts/${cause.hostId}` },
          { ...container, quiet: true },
        ]
      : [container]
  return waysTo[target.kind](target)
}

function copiesToRemove({ cause }: Attention): CopyToRemove[] {
  if (cause.kind !== 'copies') return []
  const places = cause.copies.map(({ id, name, hostName, isUp }) => ({ id, place: `${hostName}/${name}`, isUp }))
  return places.flatMap(({ id, place }) => {
    const others = places.filter((each) => each.id !== id)
    const stays = others.find(({ isUp }) => isUp) ?? others[0]
    return stays ? [{ id, place, stays }] : []
  })
}

const shown = 30

export function AttentionList({ attention }: { attention: Attention[] }) {
  const t = useTexts(overviewTexts)
  const ui = useTexts(uiTexts)
  const language = useLanguage()
  const said = useSaid()
  const [removing, setRemoving] = useState<CopyToRemove | null>(null)
  const items = attention.slice(0, shown).map((item) => ({ ...item, ...attentionWords(item, language, said) }))
  return (
    <>
      <ol aria-label={t.needList}>
        {items.map((item) => (
          <li key={item.id} className="need">
            <StateMark kind={item.severity} words={t.severities[item.severity]} />
            <div>
              <h3>{item.title}</h3>
              <p>{item.text}</p>
              <div className="acts">
                {copiesToRemove(item).map((copy) => (
                  <Button key={copy.id} size="small" onClick={() => setRemoving(copy)}>
                    {t.removeCopy(copy.place)}
                  </Button>
                ))}
                {waysOf(item).map((way) => (
                  <ButtonLink key={way.href} size="small" look={way.quiet ? 'ghost' : 'default'} href={way.href}>
                    {t.ways[way.to]}
                  </ButtonLink>
                ))}
              </div>
            </div>
            <div className="ago">
              {item.since && (
                <>
                  <Ago at={item.since} />
                  <small title={exactTime(item.since)}>{t.since(hourMinute(item.since))}</small>
                </>
              )}
            </div>
          </li>
        ))}
        {attention.length > shown && <li className="pad dim">{ui.more(attention.length - shown)}</li>}
      </ol>
      {removing && <RemoveCopyDialog copy={removing} onClose={() => setRemoving(null)} />}
    </>
  )
}
