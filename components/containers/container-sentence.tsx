'use client'
// The state as a sentence: what it is, since when, why, what happens next.
import Link from 'next/link'
import { Ago } from '@/components/ui/time'
import { sentence } from '@/lib/client/format'
import type { StateWords } from '@/lib/client/state-words'
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import type { InspectFacts } from './inspect-facts'

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

type Props = { container: Container; words: StateWords; host: Host | undefined; facts: InspectFacts | null }

export function ContainerSentence({ container, words, host, facts }: Props) {
  const on = (
    <>
      on <Link href={`/hosts/${container.hostId}`}>{container.hostName}</Link>
    </>
  )
  if (!container.known) {
    return (
      <>
        <b>{upperFirst(words.words)}</b> {on}, which does not answer
        {host?.stateReason ? `: ${sentence(host.stateReason)}` : '.'}
        What it does now is not known.
      </>
    )
  }
  if (container.state === 'running') {
    return (
      <>
        <b>{upperFirst(words.words)}</b> {on}
        {container.startedAt && (
          <>
            {' '}
            for <Ago at={container.startedAt} />
          </>
        )}
        .{healthSentence(container, facts)} <span className="ink-2">{restartSentence(container)}</span>
      </>
    )
  }
  if (container.state === 'exited' || container.state === 'dead') {
    const cause = container.oomKilled ? 'Stopped: killed for memory' : 'Stopped'
    return (
      <>
        <b>{cause}</b> (exit {container.exitCode ?? 'unknown'}
        {container.oomKilled && ', out of memory'})
        {container.finishedAt && (
          <>
            {' '}
            <Ago at={container.finishedAt} told />
          </>
        )}{' '}
        {on}.{facts?.error ? ` ${upperFirst(facts.error)}.` : ''}{' '}
        <span className="ink-2">
          {restartSentence(container)} {facts ? `Its restart policy: ${facts.restartPolicy}.` : ''}
        </span>
      </>
    )
  }
  return (
    <>
      <b>{upperFirst(words.words)}</b> {on}. <span className="ink-2">{restartSentence(container)}</span>
    </>
  )
}

function healthSentence(container: Container, facts: InspectFacts | null): string {
  const last = facts?.healthRuns[0]
  if (container.health === 'unhealthy')
    return last?.output ? ` The last check said: ${last.output.slice(0, 200)}.` : ' Its health check fails.'
  if (container.health === 'starting') return ' Its health check has not passed yet.'
  return ''
}

const restartSentence = ({ restartCount }: Container): string =>
  restartCount === 0
    ? ''
    : restartCount === 1
      ? 'Restarted once by its engine.'
      : `Restarted ${restartCount} times by its engine.`
