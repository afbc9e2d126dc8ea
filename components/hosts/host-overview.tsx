'use client'
import { CpuBar, MemoryBar } from '@/components/ui/host-cells'
// A host at a glance: problems first, how full it is, its containers that need a look; facts and labels beside.
import { KeyValue } from '@/components/ui/key-value'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { Ago } from '@/components/ui/time'
import { bytes, cores, elapsed } from '@/lib/client/format'
import { hostAnswers } from '@/lib/client/state-words'
import type { Host } from '@/lib/contract/hosts'
import { machineWords } from './connection-steps'
import { HostContainers } from './host-containers'
import { HostLabels } from './host-labels'
import { HostProblems } from './host-problems'

export function HostOverview({ host }: { host: Host }) {
  const known = hostAnswers(host)
  return (
    <div className="cols">
      <div>
        {host.problems.length > 0 && <HostProblems host={host} />}
        <SectionHead title="Capacity" remark={known ? 'what its containers reserve' : 'as last seen'} />
        <dl className="facts">
          <dt>Memory</dt>
          <dd>
            <MemoryBar host={host} />
            <p className="ink-2 small pt-1">
              {bytes(host.reserved.memoryBytes)} of {bytes(host.total.memoryBytes)} reserved
            </p>
          </dd>
          <dt>CPU</dt>
          <dd>
            <CpuBar host={host} />
            <p className="ink-2 small pt-1">
              {cores(host.reserved.cpus)} of {cores(host.total.cpus)} reserved
            </p>
          </dd>
        </dl>
        <div className="rule" />
        <SectionHead
          title={known ? 'Containers' : 'Containers, as last seen'}
          remark={`${host.containers.running} run, ${host.containers.stopped} stopped${host.containers.paused > 0 ? `, ${host.containers.paused} paused` : ''}`}
        />
        <HostContainers host={host} />
      </div>
      <aside aria-label="Labels and facts">
        <HostLabels host={host} />
        <div className="rule" />
        <SectionHead title="Facts" />
        <HostFacts host={host} />
      </aside>
    </div>
  )
}

function HostFacts({ host }: { host: Host }) {
  const engine = host.engine
  return (
    <KeyValue
      facts={[
        { name: 'Address', value: <code>{host.address}</code> },
        { name: 'Added by', value: host.source === 'console' ? 'a person, in the console' : 'discovery' },
        engine && {
          name: 'Engine',
          value: `${engine.version}, API ${engine.apiVersion}, ${engine.architecture}`,
        },
        engine && { name: 'System', value: `${engine.operatingSystem}, kernel ${engine.kernelVersion}` },
        { name: 'Machine', value: host.total.memoryBytes > 0 ? machineWords(host.total) : 'not known yet' },
        { name: 'Availability', value: host.availability },
        host.clockSkewMs !== null && { name: 'Clock', value: clockWords(host.clockSkewMs) },
        engine && { name: 'Overlay', value: swarmWords(engine.swarm) },
        host.lastSeenAt !== null && {
          name: 'Last answer',
          value: <Ago at={host.lastSeenAt} told />,
        },
        host.failures > 0 && {
          name: 'Failures',
          value: (
            <>
              <StateMark kind="warn" /> {host.failures} in a row
            </>
          ),
        },
        engine && { name: 'Engine id', value: <code>{engine.id}</code> },
      ]}
    />
  )
}

const agreesMs = 50
const clockWords = (skewMs: number): string =>
  Math.abs(skewMs) < agreesMs
    ? 'agrees with ours'
    : `${elapsed(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'} ours`

type Swarm = NonNullable<Host['engine']>['swarm']
function swarmWords(swarm: Swarm): string {
  if (swarm.error) return swarm.error
  if (swarm.state === 'active') return `in a swarm, ${swarm.isManager ? 'manager' : 'worker'}`
  return swarm.state === 'inactive' ? 'not in a swarm' : `swarm ${swarm.state}`
}
