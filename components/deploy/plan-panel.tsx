// What a deploy would do, per container: create, recreate, start, keep or remove, on which host, and the line that causes it.
import { CircleSlash, Equal, type LucideIcon, Play, Plus, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { StateMark } from '@/components/ui/state'
import { bytes } from '@/lib/client/format'
import type { Plan, PlanContainer } from '@/lib/contract/stacks'
import { PlanWhy } from './plan-why'

const icons: Record<PlanContainer['action'], LucideIcon> = {
  create: Plus,
  recreate: RefreshCw,
  start: Play,
  keep: Equal,
  remove: Trash2,
  blocked: CircleSlash,
}

export type PlanPanelProps = {
  plan: Plan
  onGoTo: (place: { file?: string | undefined; line: number }) => void
  /** Absent where orphans cannot be chosen, e.g. in a rollback. */
  onOrphan?: (containerId: string, remove: boolean) => void
}

export function PlanPanel({ plan, onGoTo, onOrphan }: PlanPanelProps) {
  const [why, setWhy] = useState<PlanContainer | null>(null)
  const services = [...new Set(plan.containers.map((container) => container.service))]
  const rows = (service: string) => plan.containers.filter((container) => container.service === service)
  const isUnchanged = (service: string) => rows(service).every((container) => container.action === 'keep')
  const unchanged = services.filter(isUnchanged)
  return (
    <>
      <PlanSummary plan={plan} />
      {plan.problems.length > 0 && (
        <ul className="plan-problems" aria-label="What stops this plan">
          {plan.problems.map((problem) => (
            <li key={`${problem.code} ${problem.service} ${problem.message}`}>
              <StateMark kind="fail" words="error" />
              <span>
                {problem.message} {problem.fix && <b>{problem.fix}</b>}
                {problem.line !== undefined && <LineLink line={problem.line} file={problem.file} onGoTo={onGoTo} />}
              </span>
            </li>
          ))}
        </ul>
      )}
      <ul className="plan">
        {services
          .filter((service) => !isUnchanged(service))
          .map((service) => (
            <PlanService key={service} service={service} containers={rows(service)} onGoTo={onGoTo} onWhy={setWhy} />
          ))}
        {unchanged.length > 0 && <li className="ph-h">unchanged</li>}
        {unchanged.map((service) => (
          <li key={service} className="pl">
            <Icon icon={Equal} />
            <span className="pc">{service}</span>
            <span className="ph">{[...new Set(rows(service).map((row) => row.hostName))].join(', ')}</span>
            <p>{rows(service).length === 1 ? 'runs as asked' : `${rows(service).length} containers run as asked`}</p>
          </li>
        ))}
      </ul>
      <PlanResources plan={plan} onOrphan={onOrphan} />
      {why && <PlanWhy container={why} onClose={() => setWhy(null)} />}
    </>
  )
}

function PlanSummary({ plan }: { plan: Plan }) {
  const { summary } = plan
  const parts = (['create', 'recreate', 'start', 'remove', 'keep', 'blocked'] as const).filter(
    (key) => summary[key] > 0,
  )
  const homeless = summary.blocked
  return (
    <div className="p-sum">
      {parts.length === 0 && <div>nothing to do</div>}
      {parts.map((key) => (
        <div key={key} className={key === 'blocked' ? 'fail' : ''}>
          <b>{summary[key]}</b> {key}
        </div>
      ))}
      {plan.containers.length > 0 && (
        <div className={`push small ${homeless ? 'fail' : 'ok'}`}>
          <StateMark kind={homeless ? 'fail' : 'ok'} />{' '}
          {homeless
            ? `${homeless} without a host`
            : plan.containers.length === 1
              ? 'it has a host'
              : `all ${plan.containers.length} have a host`}
        </div>
      )}
    </div>
  )
}

const LineLink = ({
  line,
  file,
  onGoTo,
}: {
  line: number
  file?: string | undefined
  onGoTo: PlanPanelProps['onGoTo']
}) => (
  <>
    {' '}
    <button type="button" className="link" onClick={() => onGoTo({ file, line })}>
      line {line}
    </button>
  </>
)

type ServiceProps = {
  service: string
  containers: PlanContainer[]
  onGoTo: PlanPanelProps['onGoTo']
  onWhy: (container: PlanContainer) => void
}

function PlanService({ service, containers, onGoTo, onWhy }: ServiceProps) {
  const actions = [...new Set(containers.map((container) => container.action))]
  const words = actions.map(
    (action) => `${containers.filter((container) => container.action === action).length} ${action}`,
  )
  return (
    <>
      <li className="ph-h">
        {service} <span>{words.join(', ')}</span>
      </li>
      {containers.map((container) => (
        <li key={container.name} className={`pl pl-${container.action}`}>
          <Icon icon={icons[container.action]} />
          <span className="pc">
            {container.service}.{container.number}
            <span className="sr"> {container.action}</span>
          </span>
          <span className="ph">
            {container.fromHostName && container.fromHostName !== container.hostName && <s>{container.fromHostName}</s>}{' '}
            {container.hostName ?? 'no host'}
          </span>
          <p>
            {container.changes.map((change) => (
              <span key={change.key} className="chg">
                {change.line !== undefined && (
                  <button
                    type="button"
                    className="link"
                    onClick={() => onGoTo({ file: change.file, line: change.line ?? 1 })}
                  >
                    line {change.line}
                  </button>
                )}{' '}
                {change.key} {change.from !== null && <del>{inUnits(change.key, change.from)}</del>}{' '}
                {change.to !== null && <ins>{inUnits(change.key, change.to)}</ins>}
              </span>
            ))}
            {reasonBeside(container) !== '' && <span className="chg">{reasonBeside(container)}</span>}
            {container.explanation && (
              <span className="chg">
                <button type="button" className="link" onClick={() => onWhy(container)}>
                  {container.hostName ? 'why here' : 'why nowhere'}
                </button>
              </span>
            )}
          </p>
        </li>
      ))}
    </>
  )
}

/** The plan compares amounts of memory in bytes; nobody reads them so. */
const inUnits = (key: string, value: string): string =>
  /(memory|mem_\w+|memswap_limit|shm_size)$/.test(key) && /^\d+$/.test(value) ? bytes(Number(value)) : value

/** The reason sums up the changes where there are some: it is not said twice. */
function reasonBeside({ changes, reason }: PlanContainer): string {
  return changes.some((change) => reason.includes(change.key)) ? '' : reason
}

function PlanResources({ plan, onOrphan }: { plan: Plan; onOrphan: PlanPanelProps['onOrphan'] }) {
  const pulls = plan.images.filter((image) => image.action !== 'present')
  const networks = plan.networks.filter((network) => network.action !== 'keep')
  const volumes = plan.volumes.filter((volume) => volume.action === 'create')
  return (
    <dl className="p-more">
      {pulls.length > 0 && (
        <>
          <dt>Images</dt>
          <dd>
            {pulls.map((image) => (
              <div key={image.reference}>
                {image.action} {image.reference} on {image.hostNames.join(', ')}
              </div>
            ))}
          </dd>
        </>
      )}
      {networks.length > 0 && (
        <>
          <dt>Networks</dt>
          <dd>
            {networks.map((network) => (
              <div key={network.name}>
                {network.action} {network.name} <span className="dim">{network.detail}</span>
              </div>
            ))}
          </dd>
        </>
      )}
      <dt>Ports</dt>
      <dd>
        {plan.ports.length === 0
          ? 'none published'
          : plan.ports.map((port) => `${port.port} on ${port.hostName}`).join(', ')}
      </dd>
      <dt>Volumes</dt>
      <dd>
        {volumes.length === 0
          ? 'none touched. A rollback does not roll data back.'
          : volumes.map((volume) => `new ${volume.name} on ${volume.hostName}`).join(', ')}
      </dd>
      {plan.orphans.length > 0 && (
        <>
          <dt>Orphans</dt>
          <dd>
            {plan.orphans.map((orphan) => (
              <Checkbox
                key={orphan.containerId}
                checked={orphan.remove}
                disabled={!onOrphan}
                onChange={(event) => onOrphan?.(orphan.containerId, event.target.checked)}
                label={
                  <>
                    remove <b>{orphan.name}</b> on {orphan.hostName}, no longer in the files
                  </>
                }
              />
            ))}
          </dd>
        </>
      )}
    </dl>
  )
}

/** The button's words: what pressing it does. */
export function DeployButton({
  plan,
  busy,
  blocked,
  onDeploy,
}: {
  plan: Plan
  busy: boolean
  blocked?: string | undefined
  onDeploy: () => void
}) {
  const reason = blocked ?? (plan.problems.length > 0 ? plan.problems[0]?.message : undefined)
  return (
    <Button
      look="primary"
      className="keep-s"
      busy={busy}
      disabledReason={reason}
      aria-keyshortcuts="Control+Enter"
      onClick={onDeploy}
    >
      Deploy as r{plan.revision}
    </Button>
  )
}
