'use client'
// What is odd about a host, each with what to do; another engine behind the address can be accepted here.
import { Button } from '@/components/ui/button'
import { InlineError } from '@/components/ui/error-panel'
import { Said } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { Ago } from '@/components/ui/time'
import { useTexts } from '@/lib/client/language'
import { usePatchHost } from '@/lib/client/use-hosts'
import { useActBlocked } from '@/lib/client/use-live'
import type { Host, HostProblem } from '@/lib/contract/hosts'
import { hostTexts } from '@/lib/texts/hosts'

export function HostProblems({ host }: { host: Host }) {
  const t = useTexts(hostTexts).problems
  const patch = usePatchHost(host.id)
  const blocked = useActBlocked()
  const newEngine = (problem: HostProblem) => (problem.code === 'engine-changed' ? engineIdOf(problem) : undefined)
  const news = host.problems.filter(isNewsOf(host))
  if (news.length === 0) return null
  return (
    <ul aria-label={t.label}>
      {news.map((problem) => {
        const engineId = newEngine(problem)
        return (
          <li key={problem.code + problem.message} className="need">
            <StateMark kind="warn" words={t.one} />
            <div>
              <h3>
                <Said text={problem.message} />
              </h3>
              {problem.since && (
                <p className="ink-2 small">
                  <Ago at={problem.since} told />
                </p>
              )}
              {problem.fix && (
                <p>
                  <Said text={problem.fix} />
                </p>
              )}
              {engineId !== undefined && (
                <div className="acts">
                  <Button
                    size="small"
                    busy={patch.isPending}
                    disabledReason={blocked}
                    onClick={() => patch.mutate({ acceptEngine: engineId })}
                  >
                    {t.accept}
                  </Button>
                </div>
              )}
            </div>
          </li>
        )
      })}
      <InlineError error={patch.error} />
    </ul>
  )
}

/** Without a fix it says no more than the head of the page. */
const isNewsOf = (host: Host) => (problem: HostProblem) =>
  problem.fix !== undefined || problem.message !== host.stateReason || problem.engineId !== undefined

const engineIdOf = (problem: HostProblem): string | undefined => problem.engineId
