'use client'
// Whom an expression would match, and for the others the value that spoke against them.
import Link from 'next/link'
import { useEffect, useState } from 'react'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input } from '@/components/ui/field'
import { Said } from '@/components/ui/said'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import { useLabelMatch } from '@/lib/client/use-labels'
import type { LabelMatch } from '@/lib/contract/labels'
import { labelTexts } from '@/lib/texts/labels'

const restMs = 200

export function ExpressionPane({
  expression,
  onChange,
}: {
  expression: string
  onChange: (expression: string) => void
}) {
  const t = useTexts(labelTexts).match
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
      <SectionHead title={t.title} />
      <div className="pad-x pb-3">
        <Field
          label={t.expression}
          error={shown?.error ? <Said text={shown.error} /> : undefined}
          hint={<code>{'storage==ssd, region!=us*, node==/kiel-[12]/, node.labels.zone == kiel'}</code>}
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
        shown === undefined && <p className="pad-x ink-2 prose">{t.lead}</p>
      )}
    </>
  )
}

function Verdicts({ match }: { match: LabelMatch }) {
  const t = useTexts(labelTexts).match
  const hosts = [...match.hosts].sort((a, b) => Number(b.eligible) - Number(a.eligible))
  return (
    <div aria-live="polite">
      <p className="pad-x pb-1">
        <b>{t.count(match.matching, match.hosts.length)}</b>
      </p>
      <ul>
        {hosts.map((host) => {
          const against = host.cells.filter((cell) => !cell.ok).map((cell) => cell.actual)
          const found = host.cells.map((cell) => cell.actual)
          return (
            <li key={host.hostId} className="verdict">
              <StateMark kind={host.eligible ? 'ok' : 'fail'} words={host.eligible ? t.yes : t.no} />
              <Link className="quiet" href={`/hosts/${host.hostId}`}>
                {host.hostName}
              </Link>
              <span className={host.eligible ? 'dim' : 'fail'}>
                <Said text={(host.eligible ? found : against).join(', ')} />
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
