'use client'
// Why it is on this host: the decision as it was made, and as it would be made now.
import { useState } from 'react'
import { containerTitle } from '@/components/ui/container-name'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { ExplainMatrix } from '@/components/ui/explain-matrix'
import { Segmented } from '@/components/ui/field'
import { Loading } from '@/components/ui/loading'
import { Said } from '@/components/ui/said'
import { SectionHead } from '@/components/ui/section'
import { clockTime, exactTime } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { useExplanation } from '@/lib/client/use-containers'
import type { Container } from '@/lib/contract/containers'
import type { Explanation } from '@/lib/contract/placements'
import { containerPartTexts } from '@/lib/texts/container-parts'

type Moment = 'decided' | 'now'

export function ContainerWhy({ container, decision }: { container: Container; decision: Explanation | null }) {
  const t = useTexts(containerPartTexts).why
  const [chosen, setChosen] = useState<Moment | null>(null)
  const moment = chosen ?? (decision ? 'decided' : 'now')
  const now = useExplanation(container.id, 'now', moment === 'now')
  const title = t.title(containerTitle(container), container.hostName)
  const shown = moment === 'decided' ? decision : (now.data ?? null)
  return (
    <>
      <SectionHead
        title={title}
        remark={
          shown && (
            <span className="hide-s">
              {shown.decidedAt ? (
                <span title={exactTime(shown.decidedAt)}>{t.decided(clockTime(shown.decidedAt))}</span>
              ) : (
                t.asked
              )}
              , {t.strategy(shown.strategy)}
            </span>
          )
        }
        end={
          <Segmented<Moment>
            label={t.when}
            value={moment}
            onChange={setChosen}
            options={[
              { value: 'decided', label: t.asDecided },
              { value: 'now', label: t.ifNow },
            ]}
          />
        }
      />
      {moment === 'now' && now.error ? (
        <ErrorPanel title={t.failed} error={now.error} onRetry={() => void now.refetch()} />
      ) : moment === 'now' && now.isPending ? (
        <Loading what={t.scheduler} />
      ) : shown === null ? (
        <Empty title={t.notByLotse}>{t.notByLotseWhy(container.hostName)}</Empty>
      ) : (
        <Decision explanation={shown} title={title} hostName={container.hostName} isNow={moment === 'now'} />
      )}
    </>
  )
}

type DecisionProps = { explanation: Explanation; title: string; hostName: string; isNow: boolean }

function Decision({ explanation, title, hostName, isNow }: DecisionProps) {
  const t = useTexts(containerPartTexts).why
  const chosen = explanation.hosts.find((host) => host.chosen)
  return (
    <>
      <p className="pad-x ink-2 pb-2">
        <b className="ink">
          <Said text={explanation.summary} />
        </b>{' '}
        {explanation.softRulesDropped && `${t.dropped} `}
        {t.allShown}
      </p>
      <ExplainMatrix explanation={explanation} label={title} />
      <div className="pad small ink-2 prose">
        {explanation.error && (
          <p>
            <code lang="en">{explanation.error}</code>
          </p>
        )}
        <p>
          {t.score[explanation.strategy]}{' '}
          {isNow && chosen && chosen.hostName !== hostName && <b>{t.wouldBe(chosen.hostName, hostName)}</b>}
        </p>
      </div>
    </>
  )
}
