'use client'
// A container at a glance: its last words, its health, its facts.
import Link from 'next/link'
import { Copied } from '@/components/ui/copy-button'
import { KeyValue } from '@/components/ui/key-value'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { Moment } from '@/components/ui/time'
import { bytes, cores, shortId } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import type { Container, ContainerDetail } from '@/lib/contract/containers'
import { containerDetailTexts } from '@/lib/texts/container-detail'
import { ContainerHealth } from './container-health'
import { exitMeaning } from './exit-words'
import { NewestHistory } from './history/newest-history'
import type { InspectFacts } from './inspect-facts'
import { LastWords } from './last-words'
import { publishedPorts } from './port-words'

export function ContainerOverview({ detail, facts }: { detail: ContainerDetail; facts: InspectFacts | null }) {
  const { container } = detail
  const t = useTexts(containerDetailTexts)
  return (
    <div className="cols">
      <div>
        {container.known ? (
          <LastWords container={container} />
        ) : (
          <p className="pad ink-2">
            <StateMark kind="stale" /> {t.lastWords.silent(container.hostName)}
          </p>
        )}
        {facts && <ContainerHealth facts={facts} />}
        <NewestHistory container={container} />
      </div>
      <aside aria-label={t.facts.title}>
        <SectionHead title={t.facts.title} remark={container.known ? undefined : t.facts.lastSeen} />
        <Facts container={container} facts={facts} />
      </aside>
    </div>
  )
}

const longestCommand = 400

/** Some commands are whole programs: the facts below would be out of sight. All of it is under Inspect. */
const beginOf = (command: string) =>
  command.length > longestCommand ? `${command.slice(0, longestCommand)}…` : command

function Facts({ container, facts }: { container: Container; facts: InspectFacts | null }) {
  const { facts: t, exits } = useTexts(containerDetailTexts)
  const { memoryBytes, cpus } = container.reservation
  const share = (reserved: number, limit: number | undefined, worded: (value: number) => string) => {
    const words = [reserved > 0 ? t.reserved(worded(reserved)) : t.noneReserved]
    if (limit !== undefined) words.push(limit > 0 ? t.limit(worded(limit)) : t.noLimit)
    return words.join(', ')
  }
  const ports = publishedPorts(container.actualPorts)
  return (
    <KeyValue
      facts={[
        { name: t.host, value: <Link href={`/hosts/${container.hostId}`}>{container.hostName}</Link> },
        container.stack !== null && {
          name: t.service,
          value: (
            <>
              <Link href={`/stacks/${encodeURIComponent(container.stack)}`}>{container.stack}</Link>/
              <b>{container.service}</b>
              {container.number !== null && ` ${container.number}`}
            </>
          ),
        },
        { name: t.name, value: <code>{container.name}</code> },
        {
          name: t.image,
          value: (
            <>
              <code>{container.image}</code>
              <br />
              <code className="dim">{shortId(container.imageId)}</code>
            </>
          ),
        },
        { name: t.command, value: <code>{beginOf(facts?.command || container.command)}</code> },
        { name: t.memory, value: share(memoryBytes, facts?.memoryLimitBytes, bytes) },
        { name: t.cpu, value: share(cpus, facts?.cpuLimit, cores) },
        facts !== null && { name: t.restart, value: facts.restartPolicy },
        container.restartCount > 0 && { name: t.restarts, value: t.byEngine(container.restartCount) },
        container.finishedAt !== null &&
          container.exitCode !== null && {
            name: t.ended,
            value: (
              <>
                <Moment at={container.finishedAt} />
                <br />
                {t.endedWith(container.exitCode, exitMeaning(container.exitCode, container.oomKilled, exits))}
              </>
            ),
          },
        {
          name: t.networks,
          value:
            container.networks.length === 0
              ? container.networkMode
              : container.networks.map((network) => (
                  <div key={network.networkId}>
                    <Link href={`/networks/${encodeURIComponent(network.networkId)}`}>{network.name}</Link>{' '}
                    {network.ipAddress}
                  </div>
                )),
        },
        {
          name: t.ports,
          value:
            ports.length === 0 ? (
              <span className="dim">{t.nonePublished}</span>
            ) : (
              ports.map((port) => <div key={port}>{port}</div>)
            ),
        },
        { name: t.created, value: <Moment at={container.createdAt} /> },
        container.startedAt !== null && { name: t.started, value: <Moment at={container.startedAt} /> },
        {
          name: t.id,
          value: <Copied text={container.id} shown={shortId(container.id)} label={t.id} />,
        },
      ]}
    />
  )
}
