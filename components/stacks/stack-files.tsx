'use client'
// The files and variables of a revision as they were deployed. Read only: editing begins a new revision.
import { useSearchParams } from 'next/navigation'
import { CopyButton } from '@/components/ui/copy-button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { SectionHead } from '@/components/ui/section'
import { VariableTable } from '@/components/ui/variable-table'
import { useTexts } from '@/lib/client/language'
import { useRevision } from '@/lib/client/use-stacks'
import type { RevisionDetail, Stack } from '@/lib/contract/stacks'
import { stackTexts } from '@/lib/texts/stacks'
import { uiTexts } from '@/lib/texts/ui'
import { shownText } from './shown-text'

export function StackFiles({ stack, variables = false }: { stack: Stack; variables?: boolean }) {
  const texts = useTexts(stackTexts)
  const t = texts.files
  const asked = Number(useSearchParams().get('revision'))
  const number = asked > 0 ? asked : stack.revision
  const revision = useRevision(stack.name, number)
  if (number === null) return <Empty title={t.none}>{t.noneLead}</Empty>
  if (revision.error)
    return (
      <ErrorPanel title={texts.failedOf(`r${number}`)} error={revision.error} onRetry={() => void revision.refetch()} />
    )
  if (!revision.data) return <div aria-busy="true" />
  return variables ? <Variables revision={revision.data} /> : <Files revision={revision.data} />
}

function Files({ revision }: { revision: RevisionDetail }) {
  const t = useTexts(stackTexts).files
  const ui = useTexts(uiTexts)
  return (
    <>
      {revision.files.map((file) => (
        <section key={file.path}>
          <SectionHead
            title={file.path}
            remark={revision.composeFiles.includes(file.path) ? `r${revision.number}` : t.carried}
            end={<CopyButton text={shownText(file.content)} label={ui.copyOf(file.path)} />}
          />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls sideways must be reachable by keys */}
          <pre className="well mono" tabIndex={0}>
            {file.content}
          </pre>
        </section>
      ))}
    </>
  )
}

function Variables({ revision }: { revision: RevisionDetail }) {
  const t = useTexts(stackTexts).files
  const { variables: words } = useTexts(uiTexts)
  if (revision.variables.length === 0) return <Empty title={t.noVariables}>{t.noVariablesLead(revision.number)}</Empty>
  return (
    <>
      <SectionHead title={words.title} remark={`r${revision.number}`} />
      <VariableTable variables={revision.variables} />
    </>
  )
}
