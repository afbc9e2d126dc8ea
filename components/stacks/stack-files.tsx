'use client'
// The files and variables of a revision as they were deployed. Read only: editing begins a new revision.
import { useSearchParams } from 'next/navigation'
import { CopyButton } from '@/components/ui/copy-button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { useRevision } from '@/lib/client/use-stacks'
import type { RevisionDetail, Stack } from '@/lib/contract/stacks'
import { shownText } from './shown-text'

export function StackFiles({ stack, variables = false }: { stack: Stack; variables?: boolean }) {
  const asked = Number(useSearchParams().get('revision'))
  const number = asked > 0 ? asked : stack.revision
  const revision = useRevision(stack.name, number)
  if (number === null) return <Empty title="No revision yet">Nothing was deployed well so far.</Empty>
  if (revision.error)
    return (
      <ErrorPanel
        title={`r${number} could not be read`}
        error={revision.error}
        onRetry={() => void revision.refetch()}
      />
    )
  if (!revision.data) return <div aria-busy="true" />
  return variables ? <Variables revision={revision.data} /> : <Files revision={revision.data} />
}

function Files({ revision }: { revision: RevisionDetail }) {
  return (
    <>
      {revision.files.map((file) => (
        <section key={file.path}>
          <SectionHead
            title={file.path}
            remark={revision.composeFiles.includes(file.path) ? `r${revision.number}` : 'carried along'}
            end={<CopyButton text={shownText(file.content)} label={`Copy ${file.path}`} />}
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
  if (revision.variables.length === 0)
    return <Empty title="No variables">The files of r{revision.number} use none.</Empty>
  return (
    <>
      <SectionHead title="Variables" remark={`r${revision.number}`} />
      <table className="tbl">
        <thead>
          <tr>
            <th>Name</th>
            <th>Value</th>
            <th>From</th>
            <th className="hide-s">Used by</th>
          </tr>
        </thead>
        <tbody>
          {revision.variables.map((variable) => (
            <tr key={variable.name}>
              <td className="mono">{variable.name}</td>
              <td className="mono">
                {variable.value ?? (
                  <span className="fail">
                    <StateMark kind="fail" /> unset, blank
                  </span>
                )}
              </td>
              <td>{variable.origin}</td>
              <td className="dim hide-s">{variable.usedBy.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
