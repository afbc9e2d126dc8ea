'use client'
// A host as it is shown in lists: its mark and name, how much is reserved. What does not answer is hatched and aged.
import { useKnownNow } from '@/lib/client/clock'
import { bytes, coreNumber, cores, gib } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { hostAnswers, hostWords } from '@/lib/client/state-words'
import type { Host } from '@/lib/contract/hosts'
import { uiTexts } from '@/lib/texts/ui'
import { Bar } from './bar'
import { RowLink } from './row-link'
import { StateMark } from './state'

export function HostName({ host }: { host: Host }) {
  const words = hostWords(host, useKnownNow())
  return (
    <RowLink className="quiet state" href={`/hosts/${host.id}`}>
      <StateMark kind={words.kind} words={words.words} />
      <b className="cut">{host.name}</b>
    </RowLink>
  )
}

/** The state in words; the mark stands beside the name. */
export function HostStateWords({ host }: { host: Host }) {
  const words = hostWords(host, useKnownNow())
  return <span className={words.kind === 'ok' ? 'dim' : `state-${words.kind}`}>{words.words}</span>
}

export const MemoryBar = ({ host }: { host: Host }) => {
  const t = useTexts(uiTexts).bar
  return (
    <Bar
      label={t.memoryOf(host.name)}
      reserved={host.reserved.memoryBytes}
      total={host.total.memoryBytes}
      known={hostAnswers(host)}
      format={(value) => bytes(value)}
    />
  )
}

export const CpuBar = ({ host }: { host: Host }) => {
  const t = useTexts(uiTexts).bar
  return (
    <Bar
      label={t.cpuOf(host.name)}
      reserved={host.reserved.cpus}
      total={host.total.cpus}
      known={hostAnswers(host)}
      format={(value) => cores(value)}
    />
  )
}

export const MemoryNumbers = ({ host }: { host: Host }) => (
  <>
    {gib(host.reserved.memoryBytes)}
    <span className="dim"> / {gib(host.total.memoryBytes)}</span>
  </>
)

export const CpuNumbers = ({ host }: { host: Host }) => (
  <>
    {coreNumber(host.reserved.cpus)}
    <span className="dim"> / {coreNumber(host.total.cpus)}</span>
  </>
)
