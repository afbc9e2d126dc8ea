'use client'
// Your changes and those that another made meanwhile, put together; where both changed the same lines, you choose.
import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { InlineError } from '@/components/ui/error-panel'
import { Segmented } from '@/components/ui/field'
import { useTexts } from '@/lib/client/language'
import { useTwoRevisions } from '@/lib/client/use-stacks'
import type { Revision, SourceFile } from '@/lib/contract/stacks'
import { changesSince, conflictsOf, mergeFiles, resolveFiles, type Side } from '@/lib/merge-files'
import { deployMergeTexts } from '@/lib/texts/deploy-merge'

type Props = {
  stack: string
  /** The revision that the draft's files come from. */
  base: number
  newest: Revision
  mine: SourceFile[]
  onClose: () => void
  onTake: (files: SourceFile[]) => void
}

export default function MergeDialog({ stack, base, newest, mine, onClose, onTake }: Props) {
  const t = useTexts(deployMergeTexts)
  const { data, error } = useTwoRevisions(stack, { base, newest: newest.number })
  const merged = useMemo(() => (data ? mergeFiles(data.base.files, mine, data.newest.files) : []), [data, mine])
  const conflicts = useMemo(() => conflictsOf(merged), [merged])
  const theirs = useMemo(() => (data ? changesSince(data.base.files, data.newest.files) : []), [data])
  const [choices, setChoices] = useState<Record<number, Side>>({})
  const chosen = conflicts.map((_, at) => choices[at])
  const isOpen = chosen.some((choice) => choice === undefined)
  const who = newest.createdBy
  return (
    <Dialog
      broad
      title={t.title(newest.number)}
      onClose={onClose}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button
            look="primary"
            disabledReason={isOpen || !data ? t.chooseAll : undefined}
            onClick={() =>
              onTake(
                resolveFiles(
                  merged,
                  chosen.map((choice) => choice ?? 'mine'),
                ),
              )
            }
          >
            {t.take}
          </Button>
        </>
      }
    >
      <InlineError error={error} />
      {data && <p>{conflicts.length === 0 ? t.clean : t.conflicts(conflicts.length)}</p>}
      <ul className="merge-files">
        {merged.map(({ path, changedBy }) => (
          <li key={path}>
            <span className="mono">{path}</span>{' '}
            <span className="dim">{changedBy === 'theirs' ? t.changed.theirs(who) : t.changed[changedBy]}</span>
          </li>
        ))}
      </ul>
      {theirs.length > 0 && (
        <details className="merge-theirs" open={conflicts.length === 0}>
          <summary>{t.whatTheyDid(who)}</summary>
          {theirs.map(({ path, line, removed, added }) => (
            <div key={`${path}:${line}`}>
              <span className="dim small">{t.at(path, line)}</span>
              <pre className="mono">
                {removed.map((text, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
                  <del key={at}>{`${text}\n`}</del>
                ))}
                {added.map((text, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
                  <ins key={at}>{`${text}\n`}</ins>
                ))}
              </pre>
            </div>
          ))}
        </details>
      )}
      {conflicts.map(({ path, piece }, at) => (
        <section key={`${path}:${piece.line}`} className="merge-place" aria-label={t.at(path, piece.line)}>
          <div className="merge-head">
            <b>{t.at(path, piece.line)}</b>
            <Segmented<Side | 'none'>
              label={t.at(path, piece.line)}
              value={choices[at] ?? 'none'}
              options={[
                { value: 'mine', label: t.mine },
                { value: 'theirs', label: t.theirs(who) },
              ]}
              onChange={(side) => side !== 'none' && setChoices((old) => ({ ...old, [at]: side }))}
            />
          </div>
          <div className="merge-sides">
            <Lines title={t.mine} lines={piece.mine} nothing={t.nothing} isChosen={choices[at] === 'mine'} />
            <Lines title={t.theirs(who)} lines={piece.theirs} nothing={t.nothing} isChosen={choices[at] === 'theirs'} />
          </div>
        </section>
      ))}
    </Dialog>
  )
}

function Lines({
  title,
  lines,
  nothing,
  isChosen,
}: {
  title: string
  lines: string[]
  nothing: string
  isChosen: boolean
}) {
  const isGone = lines.join('').trim() === ''
  return (
    <div data-chosen={isChosen}>
      <span className="dim small">{title}</span>
      {isGone ? <p className="dim">{nothing}</p> : <pre className="mono">{lines.join('\n')}</pre>}
    </div>
  )
}
