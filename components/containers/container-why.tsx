'use client'
// Why it is on this host: the decision as it was made, and as it would be made now.
import { useState } from 'react'
import { containerTitle } from '@/components/ui/container-name'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { ExplainMatrix } from '@/components/ui/explain-matrix'
import { Segmented } from '@/components/ui/field'
import { Loading } from '@/components/ui/loading'
import { SectionHead } from '@/components/ui/section'
import { clockTime, exactTime } from '@/lib/client/format'
import { useExplanation } from '@/lib/client/use-containers'
import type { Container } from '@/lib/contract/containers'
import type { Explanation } from '@/lib/contract/placements'

type Moment = 'decided' | 'now'

const scoreWords: Record<Explanation['strategy'], string> = {
  spread:
    'Score: the share of CPU and memory that is reserved after placing, in percent, less what health counts for. The lowest wins; equal ones go to the host with fewer containers.',
  binpack:
    'Score: the share of CPU and memory that is reserved after placing, in percent. The highest wins; equal ones go to the host with more containers.',
  random: 'Any host that satisfies every rule is as good as another.',
}

export function ContainerWhy({ container, decision }: { container: Container; decision: Explanation | null }) {
  const [chosen, setChosen] = useState<Moment | null>(null)
  const moment = chosen ?? (decision ? 'decided' : 'now')
  const now = useExplanation(container.id, 'now', moment === 'now')
  const title = `Why ${containerTitle(container)} is on ${container.hostName}`
  const shown = moment === 'decided' ? decision : (now.data ?? null)
  return (
    <>
      <SectionHead
        title={title}
        remark={
          shown && (
            <span className="hide-s">
              {shown.decidedAt ? (
                <span title={exactTime(shown.decidedAt)}>decided {clockTime(shown.decidedAt)}, </span>
              ) : (
                'asked just now, '
              )}
              strategy {shown.strategy}
            </span>
          )
        }
        end={
          <Segmented<Moment>
            label="When"
            value={moment}
            onChange={setChosen}
            options={[
              { value: 'decided', label: 'As decided' },
              { value: 'now', label: 'If decided now' },
            ]}
          />
        }
      />
      {moment === 'now' && now.error ? (
        <ErrorPanel title="The question could not be asked" error={now.error} onRetry={() => void now.refetch()} />
      ) : moment === 'now' && now.isPending ? (
        <Loading what="the scheduler" />
      ) : shown === null ? (
        <Empty title="Lotse did not place this container">
          It was started on {container.hostName} by somebody else, or before Lotse kept its decisions. The other tab
          tells where it would go now.
        </Empty>
      ) : (
        <Decision explanation={shown} title={title} hostName={container.hostName} isNow={moment === 'now'} />
      )}
    </>
  )
}

type DecisionProps = { explanation: Explanation; title: string; hostName: string; isNow: boolean }

function Decision({ explanation, title, hostName, isNow }: DecisionProps) {
  const chosen = explanation.hosts.find((host) => host.chosen)
  return (
    <>
      <p className="pad-x ink-2 pb-2">
        <b className="ink">{explanation.summary}</b>{' '}
        {explanation.softRulesDropped && 'No host met the soft rules, so all of them were dropped. '}
        All failing rules of a host are shown, not only the first.
      </p>
      <ExplainMatrix explanation={explanation} label={title} />
      <div className="pad small ink-2 prose">
        {explanation.error && (
          <p>
            <code>{explanation.error}</code>
          </p>
        )}
        <p>
          {scoreWords[explanation.strategy]}{' '}
          {isNow && chosen && chosen.hostName !== hostName && (
            <b>
              If decided now, {chosen.hostName} would be chosen instead of {hostName}.
            </b>
          )}
        </p>
      </div>
    </>
  )
}
