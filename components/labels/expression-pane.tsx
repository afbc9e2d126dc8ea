'use client'
// Whom an expression would match, and for the others the value that spoke against them.
import Link from 'next/link'
import { useEffect, useState } from 'react'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input } from '@/components/ui/field'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { useLabelMatch } from '@/lib/client/use-labels'
import type { LabelMatch } from '@/lib/contract/labels'

const restMs = 200

export function ExpressionPane({
  expression,
  onChange,
}: {
  expression: string
  onChange: (expression: string) => void
}) {
  const [text, setText] = useState(expression)
  useEffect(() => setText(expression), [expression])
  useEffect(() => {
    if (text === expression) return
    const timer = setTimeout(() => onChange(text), restMs)
    return () => clearTimeout(timer)
  }, [text, expression, onChange])
  const match = useLabelMatch(expression)
  const shown = expression.trim() === '' ? undefined : match.data
  return (
    <>
      <SectionHead title="Who would match" />
      <div className="pad-x pb-3">
        <Field
          label="Expression"
          error={shown?.error ?? undefined}
          hint="storage==ssd, region!=us*, node==/kiel-[12]/, node.labels.zone == kiel"
        >
          {(control) => (
            <Input
              {...control}
              mono
              value={text}
              placeholder="storage==ssd"
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <InlineError error={expression.trim() === '' ? null : match.error} />
      </div>
      {shown && shown.error === null ? (
        <Verdicts match={shown} />
      ) : (
        shown === undefined && (
          <p className="pad-x ink-2 prose">
            Placement rules ask for labels by such expressions. Type one, or press a label, to see which hosts it would
            match now and what speaks against the others.
          </p>
        )
      )}
    </>
  )
}

function Verdicts({ match }: { match: LabelMatch }) {
  const hosts = [...match.hosts].sort((a, b) => Number(b.eligible) - Number(a.eligible))
  return (
    <div aria-live="polite">
      <p className="pad-x pb-1">
        <b>
          {match.matching} of {match.hosts.length}
        </b>{' '}
        {match.hosts.length === 1 ? 'host' : 'hosts'} would match.
      </p>
      <ul>
        {hosts.map((host) => {
          const against = host.cells.filter((cell) => !cell.ok).map((cell) => cell.actual)
          const found = host.cells.map((cell) => cell.actual)
          return (
            <li key={host.hostId} className="verdict">
              <StateMark kind={host.eligible ? 'ok' : 'fail'} words={host.eligible ? 'matches' : 'does not match'} />
              <Link className="quiet" href={`/hosts/${host.hostId}`}>
                {host.hostName}
              </Link>
              <span className={host.eligible ? 'dim' : 'fail'}>{(host.eligible ? found : against).join(', ')}</span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
