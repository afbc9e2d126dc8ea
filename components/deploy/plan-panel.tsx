// What a deploy would do, per container: create, recreate, restart, keep or remove, on which host, and the line that causes
// it. The same for a rollback, a scale and a removal, where there is no text to go to.

import { Equal } from 'lucide-react'
import { useState } from 'react'
import { Icon } from '@/components/ui/icon'
import { Said } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import type { Plan, PlanContainer } from '@/lib/contract/plan'
import type { Conflict } from '@/lib/contract/plan-effects'
import { planTexts } from '@/lib/texts/deploy-plan'
import { PlanConflicts } from './plan-conflicts'
import { PlanResources } from './plan-resources'
import { type GoTo, LineLink, PlanService } from './plan-service'
import { PlanWhy } from './plan-why'
import { problemGroups } from './problem-groups'

type Props = {
  plan: Plan
  /** Absent where there is no text. */
  onGoTo?: GoTo
  /** Absent where orphans cannot be chosen, e.g. in a rollback. */
  onOrphan?: (containerId: string, remove: boolean) => void
  /** Writes the free port or subnet into the text; resolves to whether that was possible. */
  onFree?: (conflict: Conflict) => Promise<boolean>
}

export function PlanPanel({ plan, onGoTo, onOrphan, onFree }: Props) {
  const t = useTexts(planTexts)
  const [why, setWhy] = useState<PlanContainer | null>(null)
  const services = [...new Set(plan.containers.map((container) => container.service))]
  const rows = (service: string) => plan.containers.filter((container) => container.service === service)
  const isUnchanged = (service: string) => rows(service).every((container) => container.action === 'keep')
  const unchanged = services.filter(isUnchanged)
  return (
    <>
      <PlanSummary plan={plan} />
      {plan.problems.length > 0 && (
        <ul className="plan-problems" aria-label={t.stops}>
          {problemGroups(plan.problems).map(({ problem, alike }) => (
            <li key={`${problem.code} ${problem.service} ${problem.message}`}>
              <StateMark kind="fail" words={t.error} />
              <span>
                <Said text={problem.message} />{' '}
                {problem.fix && (
                  <b>
                    <Said text={problem.fix} />
                  </b>
                )}{' '}
                {alike > 0 && t.alike(alike)} <LineLink {...problem} onGoTo={onGoTo} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <PlanConflicts conflicts={plan.conflicts} onFree={onFree} />
      <ul className="plan">
        {services
          .filter((service) => !isUnchanged(service))
          .map((service) => (
            <PlanService
              key={service}
              service={service}
              containers={rows(service)}
              gap={plan.gaps.find((gap) => gap.service === service)}
              onGoTo={onGoTo}
              onWhy={setWhy}
            />
          ))}
        {unchanged.length > 0 && <li className="ph-h">{t.unchanged}</li>}
        {unchanged.map((service) => (
          <li key={service} className="pl">
            <Icon icon={Equal} />
            <span className="pc">{service}</span>
            <span className="ph">{[...new Set(rows(service).map((row) => row.hostName))].join(', ')}</span>
            <p>{t.asAsked(rows(service).length)}</p>
          </li>
        ))}
      </ul>
      <PlanResources plan={plan} onOrphan={onOrphan} />
      {why && <PlanWhy container={why} onClose={() => setWhy(null)} />}
    </>
  )
}

const summed = ['create', 'recreate', 'restart', 'start', 'remove', 'keep', 'blocked'] as const

function PlanSummary({ plan }: { plan: Plan }) {
  const t = useTexts(planTexts)
  const { summary } = plan
  const parts = summed.filter((key) => summary[key] > 0)
  const homeless = summary.blocked
  const wanted = plan.containers.filter(({ action }) => action !== 'remove').length
  return (
    <div className="p-sum">
      {parts.length === 0 && <div>{t.nothing}</div>}
      {parts.map((key) => (
        <div key={key} className={key === 'blocked' ? 'fail' : ''}>
          <b>{summary[key]}</b> {t.actions[key]}
        </div>
      ))}
      {wanted > 0 && (
        <div className={`push small ${homeless ? 'fail' : 'ok'}`}>
          <StateMark kind={homeless ? 'fail' : 'ok'} /> {homeless ? t.homeless(homeless) : t.housed(wanted)}
        </div>
      )}
    </div>
  )
}
