'use client'
// A host at a glance: problems first, how full it is, its containers that need a look; facts and labels beside.
import { Copied } from '@/components/ui/copy-button'
import { CpuBar, MemoryBar } from '@/components/ui/host-cells'
import { KeyValue } from '@/components/ui/key-value'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { Ago } from '@/components/ui/time'
import { bytes, coreNumber, elapsed } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { hostAnswers } from '@/lib/client/state-words'
import type { Host } from '@/lib/contract/hosts'
import { hostTexts } from '@/lib/texts/hosts'
import { machineWords } from './connection-steps'
import { HostContainers } from './host-containers'
import { HostLabels } from './host-labels'
import { HostProblems } from './host-problems'

export function HostOverview({ host }: { host: Host }) {
  const texts = useTexts(hostTexts)
  const t = texts.capacity
  const known = hostAnswers(host)
  return (
    <div className="cols">
      <div>
        <HostProblems host={host} />
        <SectionHead title={t.title} remark={known ? t.remark : t.lastSeen} />
        <dl className="facts">
          <dt>{texts.columns.memory}</dt>
          <dd>
            <MemoryBar host={host} />
            <p className="ink-2 small pt-1">{t.of(bytes(host.reserved.memoryBytes), bytes(host.total.memoryBytes))}</p>
          </dd>
          <dt>{texts.columns.cpu}</dt>
          <dd>
            <CpuBar host={host} />
            <p className="ink-2 small pt-1">{t.cores(coreNumber(host.reserved.cpus), coreNumber(host.total.cpus))}</p>
          </dd>
        </dl>
        <div className="rule" />
        <SectionHead
          title={known ? t.containers : t.containersSeen}
          remark={t.tally(host.containers.running, host.containers.stopped, host.containers.paused)}
        />
        <HostContainers host={host} />
      </div>
      <aside aria-label={t.aside}>
        <HostLabels host={host} />
        <div className="rule" />
        <SectionHead title={texts.facts.title} />
        <HostFacts host={host} />
      </aside>
    </div>
  )
}

function HostFacts({ host }: { host: Host }) {
  const t = useTexts(hostTexts).facts
  const engine = host.engine
  return (
    <KeyValue
      facts={[
        { name: t.address, value: <Copied text={host.address} label={t.address} /> },
        { name: t.addedBy, value: host.source === 'console' ? t.person : t.discovery },
        engine && {
          name: t.engine,
          value: `${engine.version}, API ${engine.apiVersion}, ${engine.architecture}`,
        },
        engine && { name: t.system, value: t.kernel(engine.operatingSystem, engine.kernelVersion) },
        { name: t.machine, value: host.total.memoryBytes > 0 ? machineWords(host.total) : t.unknown },
        { name: t.availability, value: t.availabilities[host.availability] },
        host.clockSkewMs !== null && { name: t.clock, value: clockWords(host.clockSkewMs, t) },
        engine && { name: t.overlay, value: swarmWords(engine.swarm, t) },
        host.lastSeenAt !== null && {
          name: t.lastAnswer,
          value: <Ago at={host.lastSeenAt} told />,
        },
        host.failures > 0 && {
          name: t.failures,
          value: (
            <>
              <StateMark kind="warn" /> {t.inRow(host.failures)}
            </>
          ),
        },
        engine && { name: t.engineId, value: <Copied text={engine.id} label={t.engineId} /> },
      ]}
    />
  )
}

const agreesMs = 50
type FactTexts = (typeof hostTexts)['en']['facts']
const clockWords = (skewMs: number, t: FactTexts): string =>
  Math.abs(skewMs) < agreesMs ? t.agrees : (skewMs > 0 ? t.ahead : t.behind)(elapsed(Math.abs(skewMs)))

type Swarm = NonNullable<Host['engine']>['swarm']
function swarmWords(swarm: Swarm, t: FactTexts): string {
  if (swarm.error) return swarm.error
  if (swarm.state === 'active') return swarm.isManager ? t.manager : t.worker
  return swarm.state === 'inactive' ? t.noSwarm : t.swarm(swarm.state)
}
