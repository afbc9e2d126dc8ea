'use client'
// A container at a glance: its last words, its health, its facts.
import Link from 'next/link'
import { CopyButton } from '@/components/ui/copy-button'
import { KeyValue } from '@/components/ui/key-value'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { Moment } from '@/components/ui/time'
import { Timeline } from '@/components/ui/timeline'
import { bytes, cores, shortId } from '@/lib/client/format'
import type { Container, ContainerDetail } from '@/lib/contract/containers'
import type { InspectFacts } from './inspect-facts'
import { LastWords } from './last-words'
import { publishedPorts } from './port-words'

export function ContainerOverview({ detail, facts }: { detail: ContainerDetail; facts: InspectFacts | null }) {
  const { container } = detail
  return (
    <div className="cols">
      <div>
        {container.known ? (
          <LastWords container={container} />
        ) : (
          <p className="pad ink-2">
            <StateMark kind="stale" /> Its log is on {container.hostName} and can be read once the host answers.
          </p>
        )}
        {facts && facts.healthRuns.length > 0 && (
          <>
            <SectionHead title="Health checks" remark={facts.healthTest ?? undefined} />
            <Timeline
              label="Health checks"
              entries={facts.healthRuns
                .filter((run) => !Number.isNaN(Date.parse(run.at)))
                .map((run) => ({
                  id: run.at,
                  at: run.at,
                  mark: run.exitCode === 0 ? 'ok' : 'fail',
                  markWords: run.exitCode === 0 ? 'passed' : 'failed',
                  text: run.exitCode === 0 ? 'passed' : `failed with ${run.exitCode}`,
                  detail: run.output === '' ? undefined : run.output.slice(0, 400),
                }))}
            />
          </>
        )}
      </div>
      <aside aria-label="Facts">
        <SectionHead title="Facts" remark={container.known ? undefined : 'as last seen'} />
        <Facts container={container} facts={facts} />
      </aside>
    </div>
  )
}

const limitWords = (facts: InspectFacts | null, limit: (facts: InspectFacts) => string | null): string => {
  if (!facts) return ''
  return limit(facts) ?? 'no limit'
}

function Facts({ container, facts }: { container: Container; facts: InspectFacts | null }) {
  const { memoryBytes, cpus } = container.reservation
  const memoryLimit = limitWords(facts, (f) => (f.memoryLimitBytes > 0 ? `limit ${bytes(f.memoryLimitBytes)}` : null))
  const cpuLimit = limitWords(facts, (f) => (f.cpuLimit > 0 ? `limit ${cores(f.cpuLimit)}` : null))
  const ports = publishedPorts(container.actualPorts)
  return (
    <KeyValue
      facts={[
        { name: 'Host', value: <Link href={`/hosts/${container.hostId}`}>{container.hostName}</Link> },
        container.stack !== null && {
          name: 'Service',
          value: (
            <>
              <Link href={`/stacks/${encodeURIComponent(container.stack)}`}>{container.stack}</Link>/
              <b>{container.service}</b>
              {container.number !== null && ` ${container.number}`}
            </>
          ),
        },
        { name: 'Name', value: <code>{container.name}</code> },
        {
          name: 'Image',
          value: (
            <>
              <code>{container.image}</code>
              <br />
              <code className="dim">{shortId(container.imageId)}</code>
            </>
          ),
        },
        { name: 'Command', value: <code>{facts?.command || container.command}</code> },
        {
          name: 'Memory',
          value: [memoryBytes > 0 ? `reserved ${bytes(memoryBytes)}` : 'none reserved', memoryLimit]
            .filter(Boolean)
            .join(', '),
        },
        {
          name: 'CPU',
          value: [cpus > 0 ? `reserved ${cores(cpus)}` : 'none reserved', cpuLimit].filter(Boolean).join(', '),
        },
        facts !== null && { name: 'Restart', value: facts.restartPolicy },
        {
          name: 'Networks',
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
          name: 'Ports',
          value:
            ports.length === 0 ? (
              <span className="dim">none published</span>
            ) : (
              ports.map((port) => <div key={port}>{port}</div>)
            ),
        },
        { name: 'Created', value: <Moment at={container.createdAt} /> },
        container.startedAt !== null && { name: 'Started', value: <Moment at={container.startedAt} /> },
        {
          name: 'Id',
          value: (
            <>
              <code>{shortId(container.id)}</code> <CopyButton text={container.id} label="Copy the whole id" />
            </>
          ),
        },
      ]}
    />
  )
}
