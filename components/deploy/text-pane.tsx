'use client'
// The text of the draft: its files, the editor, what is wrong with it, and its variables.
import dynamic from 'next/dynamic'
import { useEffect, useRef } from 'react'
import { Input } from '@/components/ui/field'
import { StateMark } from '@/components/ui/state'
import type { DroppedFiles } from '@/lib/client/dropped-files'
import { useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { hasLeadingTabs, withoutLeadingTabs } from '@/lib/compose-text/leading-tabs'
import type { Diagnostic } from '@/lib/contract/common'
import type { CheckResult, VariableUse } from '@/lib/contract/stacks'
import { deployTexts } from '@/lib/texts/deploy'
import type { CodeEditorProps } from './code-editor'
import { DiagnosticsList } from './diagnostics-list'
import { type Draft, isYaml, typedStackName, withContent, withoutFile, withVariable } from './draft'
import { FileTabs } from './file-tabs'
import { VariablesTable } from './variables-table'

const CodeEditor = dynamic(() => loadPart(() => import('./code-editor')), {
  ssr: false,
  loading: () => <div className="code-editor" />,
})

type Props = {
  draft: Draft
  /** The name shown, which the files may give. */
  name: string
  nameIsFixed: boolean
  /** It came in the place of what a person pressed. */
  takesFocus: boolean
  check: CheckResult | undefined
  diagnostics: Diagnostic[]
  variables: VariableUse[]
  goToPlace: { path: string; line: number; column: number; isShownOnly?: boolean } | null
  lines: CodeEditorProps['lines']
  onLine: (line: number) => void
  edit: (make: (old: Draft) => Draft) => void
  change: (make: (old: Draft) => Draft) => void
  onFiles: (dropped: DroppedFiles) => void
  onNewFile: () => void
  onRunPasted: (text: string) => boolean
  onGoTo: (path: string | undefined, line: number, column?: number) => void
}

export function TextPane(props: Props) {
  const t = useTexts(deployTexts)
  const { draft, check, diagnostics, edit, change } = props
  const active = draft.files.find((file) => file.path === draft.active) ?? draft.files[0]
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length
  const place = props.goToPlace
  const pane = useRef<HTMLElement>(null)
  const { takesFocus } = props
  useEffect(() => {
    if (takesFocus && document.activeElement === document.body) pane.current?.focus()
  }, [takesFocus])
  return (
    <section ref={pane} className="p-edit" aria-label={t.files} tabIndex={-1}>
      <FileTabs
        draft={draft}
        onOpen={(path) => change((old) => ({ ...old, active: path }))}
        onAdd={props.onNewFile}
        onFiles={props.onFiles}
        onRemove={(path) => edit((old) => withoutFile(old, path))}
        onOrder={(composeFiles) => edit((old) => ({ ...old, composeFiles }))}
      />
      <div className="ft">
        <span className={`small ${errors > 0 ? 'fail' : check ? 'ok' : 'dim'}`} role="status">
          {check ? <StateMark kind={errors > 0 ? 'fail' : 'ok'} /> : null}{' '}
          {check ? (errors > 0 ? t.errors(errors) : t.valid) : t.reading}
        </span>
        <label className="ft-name small" htmlFor="stack-name">
          {t.stack}
          <Input
            id="stack-name"
            mono
            value={props.name}
            readOnly={props.nameIsFixed}
            placeholder={t.stackPlaceholder}
            onChange={(event) =>
              edit((old) => ({ ...old, name: typedStackName(event.target.value), nameIsTyped: true }))
            }
          />
        </label>
      </div>
      {active && errors > 0 && isYaml(active.path) && hasLeadingTabs(active.content) && (
        <p className="ft-mend small" role="status">
          {t.tabsFound}{' '}
          <button
            type="button"
            className="link"
            onClick={() => edit((old) => withContent(old, active.path, withoutLeadingTabs(active.content)))}
          >
            {t.mendTabs}
          </button>
        </p>
      )}
      {active && (
        <CodeEditor
          path={active.path}
          content={active.content}
          diagnostics={diagnostics}
          label={t.textOf(active.path)}
          lines={props.lines}
          onLine={props.onLine}
          onRunPasted={props.onRunPasted}
          goTo={place?.path === active.path ? place : null}
          onChange={(content) => edit((old) => withContent(old, active.path, content))}
        />
      )}
      <DiagnosticsList
        diagnostics={diagnostics}
        onGoTo={({ position }) => position && props.onGoTo(position.file, position.line, position.column)}
      />
      <VariablesTable
        variables={props.variables}
        typed={draft.variables}
        onChange={(variable, value) => edit((old) => withVariable(old, variable, value))}
      />
    </section>
  )
}
