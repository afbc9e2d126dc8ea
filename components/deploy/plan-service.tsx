// One service of a plan: what becomes of each of its containers, the change behind it, and who notices.

import { CircleSlash, Equal, type LucideIcon, Play, Plus, RefreshCw, RotateCw, Trash2 } from 'lucide-react'
import { Icon } from '@/components/ui/icon'
import { Said } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { bytes } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import type { PlanContainer } from '@/lib/contract/plan'
import type { Gap } from '@/lib/contract/plan-effects'
import { planTexts } from '@/lib/texts/deploy-plan'
import { gapWords } from './gap-words'

const icons: Record<PlanContainer['action'], LucideIcon> = {
  create: Plus,
  recreate: RefreshCw,
  restart: RotateCw,
  start: Play,
  keep: Equal,
  remove: Trash2,
  blocked: CircleSlash,
}

export type GoTo = (place: { file?: string | undefined; line: number }) => void

type LineProps = { line?: number | undefined; file?: string | undefined; onGoTo: GoTo | undefined }

export function LineLink({ line, file, onGoTo }: LineProps) {
  const t = useTexts(planTexts)
  if (line === undefined) return null
  if (!onGoTo) return <span className="dim">{t.line(line)}</span>
  return (
    <button type="button" className="link" onClick={() => onGoTo({ file, line })}>
      {t.line(line)}
    </button>
  )
}

type Props = {
  service: string
  containers: PlanContainer[]
  gap: Gap | undefined
  onGoTo: GoTo | undefined
  onWhy: (container: PlanContainer) => void
}

export function PlanService({ service, containers, gap, onGoTo, onWhy }: Props) {
  const t = useTexts(planTexts)
  const actions = [...new Set(containers.map((container) => container.action))]
  const counts = actions.map(
    (action) => `${containers.filter((container) => container.action === action).length} ${t.actions[action]}`,
  )
  return (
    <>
      <li className="ph-h">
        {service} <span>{counts.join(', ')}</span>
        {gap && <GapLine gap={gap} />}
      </li>
      {containers.map((container) => (
        <li key={`${container.name} ${container.action}`} className={`pl pl-${container.action}`}>
          <Icon icon={icons[container.action]} />
          <span className="pc">
            {container.service}.{container.number}
            <span className="sr"> {t.actions[container.action]}</span>
          </span>
          <span className="ph">
            {container.fromHostName && container.fromHostName !== container.hostName && <s>{container.fromHostName}</s>}{' '}
            {container.hostName ?? t.noHost}
          </span>
          <p>
            {container.changes.map((change) => (
              <span key={change.key} className="chg">
                <LineLink {...change} onGoTo={onGoTo} /> {change.key}{' '}
                {change.from !== null && <del>{inUnits(change.key, change.from)}</del>}{' '}
                {change.to !== null && <ins>{inUnits(change.key, change.to)}</ins>}
              </span>
            ))}
            {reasonBeside(container) !== '' && (
              <span className="chg">
                <Said text={reasonBeside(container)} />
              </span>
            )}
            {container.explanation && (
              <span className="chg">
                <button type="button" className="link" onClick={() => onWhy(container)}>
                  {container.hostName ? t.whyHere : t.whyNowhere}
                </button>
              </span>
            )}
          </p>
        </li>
      ))}
    </>
  )
}

const gapKinds = { none: 'ok', fewer: 'ok', gap: 'warn', ends: 'warn' } as const

function GapLine({ gap }: { gap: Gap }) {
  const t = useTexts(planTexts)
  return (
    <p className={`gap-${gap.kind}`}>
      <StateMark kind={gapKinds[gap.kind]} /> {gapWords(gap, t)}
    </p>
  )
}

/** The plan compares amounts of memory in bytes; nobody reads them so. */
const inUnits = (key: string, value: string): string =>
  /(memory|mem_\w+|memswap_limit|shm_size)$/.test(key) && /^\d+$/.test(value) ? bytes(Number(value)) : value

/** The reason sums up the changes where there are some: it is not said twice. */
function reasonBeside({ changes, reason }: PlanContainer): string {
  return changes.some((change) => reason.includes(change.key)) ? '' : reason
}
