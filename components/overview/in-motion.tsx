'use client'
// What runs now, deployments and moves: how far, what they do or wait for, the way to watch.
import type { ReactNode } from 'react'
import { doneSteps, moveTitle } from '@/components/board/move/move-words'
import { ButtonLink } from '@/components/ui/button'
import { Progress, Ring } from '@/components/ui/progress'
import { Ago } from '@/components/ui/time'
import { useTexts } from '@/lib/client/language'
import { said } from '@/lib/client/said'
import type { Deployment } from '@/lib/contract/deployments'
import type { Move } from '@/lib/contract/moves'
import { movesTexts } from '@/lib/texts/moves'
import { overviewTexts } from '@/lib/texts/overview'

type Words = (typeof overviewTexts)['en']['motion']
/** What both have: steps, of which one runs. */
type Step = { state: string; target: string; hostName: string; detail: string }

function whatItDoes(steps: readonly Step[], isStopping: boolean, t: Words): string {
  const now = steps.find(({ state }) => state === 'running')
  if (!now) return isStopping ? t.stopping : t.preparing
  const detail = now.detail ? `, ${said(now.detail)}` : ''
  return `${t.on(now.target, now.hostName)}${detail}`
}

type RowProps = {
  label: string
  title: ReactNode
  done: number
  all: number
  does: string
  startedAt: string
  href: string
}

function MotionRow({ label, title, done, all, does, startedAt, href }: RowProps) {
  const t = useTexts(overviewTexts).motion
  const fraction = all === 0 ? null : done / all
  return (
    <li className="move">
      <Ring fraction={fraction ?? 0} />
      <span className="cut">{title}</span>
      <span className="cut ink-2">
        {all === 0 ? '' : `${t.count(done, all)}: `}
        {does}
      </span>
      <Progress label={label} fraction={fraction} text={t.steps(done, all)} />
      <span className="r dim">
        <Ago at={startedAt} />
      </span>
      <ButtonLink size="small" href={href} aria-label={`${t.watch}: ${label}`}>
        {t.watch}
      </ButtonLink>
    </li>
  )
}

export function InMotion({ deployments, moves }: { deployments: Deployment[]; moves: Move[] }) {
  const t = useTexts(overviewTexts).motion
  const moving = useTexts(movesTexts).progress
  return (
    <ul>
      {deployments.map(({ id, kind, stack, revision, operations, state, startedAt }) => (
        <MotionRow
          key={id}
          label={`${t.kinds[kind]} ${stack}`}
          title={
            <>
              {t.kinds[kind]} <b>{stack}</b> {revision === null ? '' : `r${revision}`}
            </>
          }
          done={operations.filter((operation) => operation.state === 'done').length}
          all={operations.length}
          does={whatItDoes(operations, state === 'cancelling', t)}
          startedAt={startedAt}
          href={`/stacks/${encodeURIComponent(stack)}?tab=deployments&deployment=${encodeURIComponent(id)}`}
        />
      ))}
      {moves.map((move) => {
        const title = moving.title(moveTitle(move), move.hostName)
        return (
          <MotionRow
            key={move.id}
            label={title}
            title={title}
            done={doneSteps(move)}
            all={move.steps.length}
            does={whatItDoes(move.steps, move.state === 'cancelling', t)}
            startedAt={move.startedAt}
            href={`/board?move=${encodeURIComponent(move.id)}`}
          />
        )
      })}
    </ul>
  )
}
