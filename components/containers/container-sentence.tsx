'use client'
// The state as a sentence: what it is, since when, why, what happens next.
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Filled } from '@/components/ui/filled'
import { Said } from '@/components/ui/said'
import { Ago } from '@/components/ui/time'
import { sentence } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import type { StateWords } from '@/lib/client/state-words'
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import { containerDetailTexts } from '@/lib/texts/container-detail'
import type { InspectFacts } from './inspect-facts'

type SentenceTexts = (typeof containerDetailTexts)['en']['sentence']
type Props = { container: Container; words: StateWords; host: Host | undefined; facts: InspectFacts | null }

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Words of an engine or a program: they are English, whatever is spoken around them. */
const english = (text: string) => <span lang="en">{text}</span>

export function ContainerSentence({ container, words, host, facts }: Props) {
  const t = useTexts(containerDetailTexts).sentence
  const parts = {
    state: <b>{upperFirst(words.words)}</b>,
    host: <Link href={`/hosts/${container.hostId}`}>{container.hostName}</Link>,
  }
  if (!container.known) {
    const reason = host?.stateReason
    return (
      <>
        <Filled
          text={reason ? t.silentFor : t.silent}
          parts={{ ...parts, reason: <Said text={sentence(reason ?? '')} /> }}
        />{' '}
        {t.unknown}
      </>
    )
  }
  const restarts = container.restartCount > 0 && t.restarted(container.restartCount)
  if (container.state === 'exited' || container.state === 'dead') {
    const { oomKilled, exitCode, finishedAt } = container
    return (
      <>
        <Filled
          text={finishedAt ? t.endedAgo : t.ended}
          parts={{
            ...parts,
            state: <b>{oomKilled ? t.forMemory : t.stopped}</b>,
            exit: oomKilled ? t.outOfMemory(exitCode) : t.exit(exitCode),
            ago: finishedAt && <Ago at={finishedAt} told />,
          }}
        />{' '}
        {facts?.error && english(sentence(upperFirst(facts.error)))}{' '}
        <span className="ink-2">
          {restarts} {facts && t.policy(facts.restartPolicy)}
        </span>
      </>
    )
  }
  const isRunning = container.state === 'running'
  return (
    <>
      <Filled
        text={isRunning && container.startedAt ? t.runsFor : t.runs}
        parts={{ ...parts, age: container.startedAt && <Ago at={container.startedAt} /> }}
      />{' '}
      {isRunning && healthSentence(container, facts, t)} <span className="ink-2">{restarts}</span>
    </>
  )
}

function healthSentence({ health }: Container, facts: InspectFacts | null, t: SentenceTexts): ReactNode {
  if (health === 'starting') return t.checkAhead
  if (health !== 'unhealthy') return null
  const said = facts?.healthRuns[0]?.output
  return said ? <Filled text={t.lastCheck} parts={{ said: english(said.slice(0, 200)) }} /> : t.checkFails
}
