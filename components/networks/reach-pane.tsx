'use client'
// Networks as an answer: pick a service or a container, and see who gets to it, whom it gets to, and what needs it.
import { useEffect, useMemo, useRef, useState } from 'react'
import { Combobox } from '@/components/ui/combobox'
import { ContainerName } from '@/components/ui/container-name'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Segmented } from '@/components/ui/field'
import { Loading } from '@/components/ui/loading'
import { StateMark } from '@/components/ui/state'
import { useAddress } from '@/lib/client/address'
import { useTexts } from '@/lib/client/language'
import { useReach, useReachChoices } from '@/lib/client/use-reach'
import { useStackFlags } from '@/lib/client/use-stack-list'
import type { Reach, ReachChoice } from '@/lib/contract/reach'
import { frameTexts } from '@/lib/texts/frame'
import { reachTexts } from '@/lib/texts/reach'
import { ReachAside } from './reach-aside'
import { ReachBreaks } from './reach-breaks'
import { ReachTable } from './reach-table'
import { HostsOf, PartyLink } from './reach-words'
import { walkRows } from './walk-rows'

const questions = ['reachedBy', 'reaches', 'breaks'] as const
type Question = (typeof questions)[number]
const offered = 12
const listed = 100

export function ReachPane() {
  const t = useTexts(reachTexts)
  const caps = useTexts(frameTexts).caps
  const flagOf = useStackFlags()
  const [address, setAddress] = useAddress()
  const of = address.get('of') ?? ''
  const question: Question = questions.find((each) => each === address.get('question')) ?? 'reachedBy'
  const [search, setSearch] = useState('')
  const choices = useReachChoices(search, offered)
  const reach = useReach(of)
  const options = useMemo(
    () =>
      (choices.data?.items ?? []).map((choice) => ({
        id: choice.key,
        text: choice.name,
        content: <ContainerName {...choice} flag={flagOf(choice.stack)} />,
        hint: choice.hostNames.slice(0, 3).join(', '),
      })),
    [choices.data, flagOf],
  )
  const answer = of === '' ? undefined : reach.data
  return (
    <div className="fill">
      <div className="toolbar">
        <span className="ask">
          <span className="hide-s">{t.who}</span>
          <Combobox
            label={t.choose}
            placeholder={t.chooseHint}
            chosen={answer?.of.name ?? of}
            options={options}
            empty={t.noChoice}
            onSearch={setSearch}
            onChoose={(key) => setAddress({ of: key }, true)}
          />
        </span>
        {of !== '' && (
          <Segmented
            label={t.questions.label}
            value={question}
            options={questions.map((value) => ({ value, label: t.questions[value] }))}
            onChange={(value) => setAddress({ question: value === 'reachedBy' ? undefined : value })}
          />
        )}
        {of !== '' && (
          <span className="push dim small hide-s">
            <kbd>↑</kbd> <kbd>↓</kbd> <kbd>{caps.Enter}</kbd> {t.keys}
          </span>
        )}
      </div>
      {of === '' ? (
        <Choices />
      ) : reach.error ? (
        <ErrorPanel title={t.failed} error={reach.error} onRetry={() => void reach.refetch()} />
      ) : answer ? (
        <Answer reach={answer} question={question} />
      ) : (
        <Loading what={t.choose} />
      )}
    </div>
  )
}

function Answer({ reach, question }: { reach: Reach; question: Question }) {
  const t = useTexts(reachTexts).aside
  const pane = useRef<HTMLDivElement>(null)
  // What was asked by keys is answered in place of the row that asked.
  useEffect(() => {
    if (document.activeElement === document.body) pane.current?.querySelector<HTMLElement>('a[data-ask]')?.focus()
  }, [])
  const warning = !reach.of.known ? t.lastSeen : reach.of.running === 0 ? t.stoppedAll : null
  return (
    <div className="cols reach-cols">
      <div ref={pane} className="min-w-0">
        {warning && (
          <p className="pad warn">
            <StateMark kind="warn" /> {warning}
          </p>
        )}
        {question === 'breaks' ? <ReachBreaks reach={reach} /> : <ReachTable reach={reach} question={question} />}
      </div>
      <ReachAside reach={reach} />
    </div>
  )
}

/** Nothing asked yet: what could be, as a list that is useful by itself. */
function Choices() {
  const t = useTexts(reachTexts)
  const choices = useReachChoices('', listed)
  if (choices.error && !choices.data) {
    return <ErrorPanel title={t.failed} error={choices.error} onRetry={() => void choices.refetch()} />
  }
  if (!choices.data) return <Loading what={t.choose} />
  const { items, total } = choices.data
  if (total === 0) return <Empty title={t.nothing}>{t.nothingLead}</Empty>
  return (
    <>
      <p className="pad ink-2 prose">
        <b>{t.start}.</b> {t.startLead}
      </p>
      <table className="tbl tbl-fixed" onKeyDown={walkRows}>
        <thead>
          <tr>
            <th scope="col">{t.columns.party}</th>
            <th scope="col" className="hide-s w-[22%]">
              {t.columns.hosts}
            </th>
            <th scope="col">{t.columns.networks}</th>
            <th scope="col" className="r w-[26%]">
              {t.columns.edge}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((choice) => (
            <ChoiceRow key={choice.key} choice={choice} />
          ))}
        </tbody>
      </table>
      {total > items.length && <p className="pad small dim">{t.more(total - items.length)}</p>}
    </>
  )
}

function ChoiceRow({ choice }: { choice: ReachChoice }) {
  const t = useTexts(reachTexts)
  return (
    <tr>
      <td>
        <PartyLink party={choice} />
      </td>
      <td className="hide-s dim">
        <HostsOf party={choice} />
      </td>
      <td className="wraps">
        {choice.networks.length === 0 ? <span className="dim">{t.noNetwork}</span> : choice.networks.join(', ')}
      </td>
      <td className="r mono wraps">{choice.edge.slice(0, 4).join(', ')}</td>
    </tr>
  )
}
