'use client'
// Deploy: text on the left, its plan on the right, then the progress in the plan's place. Files dropped anywhere on the
// console arrive here. Nothing is sent to an engine before the button is pressed.

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { Page } from '@/components/frame/page'
import { ErrorPanel, InlineError } from '@/components/ui/error-panel'
import { Input, Segmented } from '@/components/ui/field'
import { StateMark } from '@/components/ui/state'
import { isApiError } from '@/lib/client/api'
import { useCheck, useDeploy, useDeployment, usePlan } from '@/lib/client/use-deploy'
import { useActBlocked } from '@/lib/client/use-live'
import type { Diagnostic } from '@/lib/contract/common'
import { DiagnosticsList } from './diagnostics-list'
import {
  asStackName,
  composeFilesOf,
  type Draft,
  deployRequestOf,
  withContent,
  withOrphan,
  withoutFile,
  withVariable,
} from './draft'
import { DraftNotices } from './draft-notices'
import { FileTabs } from './file-tabs'
import { NewFileDialog } from './new-file-dialog'
import { DeployButton, PlanPanel } from './plan-panel'
import { ProgressFoot, ProgressPanel } from './progress-panel'
import { StartPane } from './start-pane'
import { useDraft } from './use-draft'
import { VariablesTable } from './variables-table'

const CodeEditor = dynamic(() => import('./code-editor'), {
  ssr: false,
  loading: () => <div className="code-editor" />,
})

type Place = { path: string; line: number; column: number }

/** `stack`: the one to edit; null for a new one. */
export function DeployView({ stack }: { stack: string | null }) {
  return (
    <Page
      title="Deploy"
      titleText={stack === null ? 'Deploy' : `Deploy ${stack}`}
      crumbs={
        stack === null
          ? []
          : [
              { name: 'Stacks', href: '/stacks' },
              { name: stack, href: `/stacks/${stack}` },
            ]
      }
      fixed
    >
      <DeployBench stack={stack} />
    </Page>
  )
}

function DeployBench({ stack }: { stack: string | null }) {
  const router = useRouter()
  const [view, setView] = useState<'text' | 'plan'>('text')
  const [panel, setPanel] = useState<'plan' | 'progress'>('plan')
  const showPlan = useCallback(() => setPanel('plan'), [])
  const { draft, change, takeFiles, isLoading, error, discard, ...notices } = useDraft(stack, showPlan)
  /** A change by a person: its plan is what they look for next. */
  const edit = (make: (old: Draft) => Draft) => {
    showPlan()
    change(make)
  }
  const [place, setPlace] = useState<Place | null>(null)
  const [naming, setNaming] = useState(false)
  const [started, setStarted] = useState<{ stack: string; id: string } | null>(null)
  const blocked = useActBlocked()

  const hasFiles = draft.files.length > 0
  const request = useMemo(() => (draft.files.length > 0 ? deployRequestOf(draft) : null), [draft])
  const check = useCheck(request)
  const fileName = check.data?.name ?? null
  const name = draft.nameIsTyped ? draft.name : (fileName ?? draft.name)
  const canPlan = hasFiles && check.data?.ok === true
  const plan = usePlan(name, canPlan ? request : null)
  const deploy = useDeploy()
  const deployment = useDeployment(started?.stack ?? '', started?.id ?? null)

  const diagnostics: Diagnostic[] = plan.data && canPlan ? plan.data.diagnostics : (check.data?.diagnostics ?? [])
  const variables = (canPlan && plan.data?.variables) || check.data?.variables || []
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length

  const goTo = useCallback(
    (path: string | undefined, line: number, column = 1) => {
      const file = path ?? composeFilesOf(draft.files)[0] ?? draft.active
      if (draft.files.some((entry) => entry.path === file)) change((old) => ({ ...old, active: file }))
      setPlace({ path: file, line, column })
      setView('text')
    },
    [draft.files, draft.active, change],
  )

  const start = useCallback(() => {
    if (!request || !plan.data || plan.data.problems.length > 0 || deploy.isPending || blocked) return
    deploy.mutate(
      // A new draft builds on what its plan was compared with; an edited one on what it was opened from.
      { name, request: { ...request, baseRevision: draft.baseRevision ?? (plan.data.revision - 1 || null) } },
      {
        onSuccess: (begun) => {
          setStarted({ stack: begun.stack, id: begun.id })
          setPanel('progress')
          setView('plan')
          discard(begun.revision)
        },
        onError: (refused) => {
          // Said once; the next press knows of the newer revision, and its plan is shown first.
          if (!isApiError(refused) || refused.code !== 'stale_revision') return
          const { newest } = refused.details
          change((old) => ({ ...old, baseRevision: typeof newest === 'number' ? newest : null }))
          void plan.refetch()
        },
      },
    )
  }, [request, plan.data, plan.refetch, deploy, blocked, name, discard, change, draft.baseRevision])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault()
        start()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [start])

  if (error) return <ErrorPanel title={`${stack} cannot be edited`} error={error} />
  if (isLoading) return <div className="dp" aria-busy="true" />
  const banners = <DraftNotices {...notices} />
  if (!hasFiles) {
    return (
      <>
        {banners}
        <StartPane onFiles={takeFiles} />
      </>
    )
  }

  const active = draft.files.find((file) => file.path === draft.active) ?? draft.files[0]
  const shownError = plan.error && canPlan ? plan.error : check.error
  return (
    <>
      {banners}
      <div className="dp-views">
        <Segmented
          label="View"
          value={view}
          onChange={setView}
          options={[
            { value: 'text', label: 'Text' },
            { value: 'plan', label: panel === 'plan' ? 'Plan' : 'Progress' },
          ]}
        />
      </div>
      <div className="dp" data-view={view}>
        <section className="p-edit" aria-label="Files">
          <FileTabs
            draft={draft}
            onOpen={(path) => change((old) => ({ ...old, active: path }))}
            onAdd={() => setNaming(true)}
            onFiles={takeFiles}
            onRemove={(path) => edit((old) => withoutFile(old, path))}
          />
          <div className="ft">
            <span className={`small ${errors > 0 ? 'fail' : check.data ? 'ok' : 'dim'}`} role="status">
              {check.data ? <StateMark kind={errors > 0 ? 'fail' : 'ok'} /> : null}{' '}
              {check.data ? (errors > 0 ? `${errors} ${errors === 1 ? 'error' : 'errors'}` : 'Valid') : 'Reading…'}
            </span>
            <label className="ft-name small" htmlFor="stack-name">
              Stack
              <Input
                id="stack-name"
                mono
                value={name}
                readOnly={stack !== null}
                placeholder="name"
                onChange={(event) =>
                  edit((old) => ({ ...old, name: asStackName(event.target.value), nameIsTyped: true }))
                }
              />
            </label>
          </div>
          {active && (
            <CodeEditor
              path={active.path}
              content={active.content}
              diagnostics={diagnostics}
              goTo={place?.path === active.path ? place : null}
              onChange={(content) => edit((old) => withContent(old, active.path, content))}
            />
          )}
          <DiagnosticsList
            diagnostics={diagnostics}
            onGoTo={({ position }) => position && goTo(position.file, position.line, position.column)}
          />
          <VariablesTable
            variables={variables}
            typed={draft.variables}
            onChange={(variable, value) => edit((old) => withVariable(old, variable, value))}
          />
        </section>
        <section className="p-plan" aria-label="Plan and progress">
          <div className="p-head" role="tablist" aria-label="Plan and progress">
            {(['plan', 'progress'] as const).map((tab) => (
              <button
                key={tab}
                type="button"
                role="tab"
                aria-selected={panel === tab}
                disabled={tab === 'progress' && !started}
                onClick={() => setPanel(tab)}
              >
                {tab === 'plan' ? 'Plan' : 'Progress'}
              </button>
            ))}
          </div>
          {panel === 'progress' && deployment.data ? (
            <>
              <div className="p-body">
                <ProgressPanel deployment={deployment.data} />
              </div>
              <div className="dfoot">
                <ProgressFoot deployment={deployment.data} />
                {deployment.data.state !== 'running' && (
                  <button
                    type="button"
                    className="link"
                    onClick={() => router.push(`/stacks/${encodeURIComponent(deployment.data.stack)}`)}
                  >
                    Open {deployment.data.stack}
                  </button>
                )}
              </div>
            </>
          ) : (
            <>
              <div className="p-body" aria-busy={plan.isFetching}>
                {name === '' && <p className="pad ink-2">Give the stack a name; the plan follows.</p>}
                {errors > 0 && (
                  <p className="pad ink-2">
                    The plan follows when the {errors === 1 ? 'error is' : 'errors are'} mended.
                  </p>
                )}
                {errors === 0 && shownError && !isBlockedPlan(shownError) && (
                  <ErrorPanel title="No plan" error={shownError} onRetry={() => void plan.refetch()} />
                )}
                {canPlan && name !== '' && !plan.data && !plan.error && <p className="pad dim">Planning…</p>}
                {canPlan && plan.data && (
                  <PlanPanel
                    plan={plan.data}
                    onGoTo={({ file, line }) => goTo(file, line)}
                    onOrphan={(id, remove) => change((old) => withOrphan(old, id, remove))}
                  />
                )}
              </div>
              {canPlan && plan.data && (
                <div className="dfoot">
                  <DeployButton plan={plan.data} busy={deploy.isPending} blocked={blocked} onDeploy={start} />
                  <span className="dim small hide-s">
                    <kbd>Ctrl</kbd> <kbd>Enter</kbd>
                  </span>
                  <InlineError error={deploy.error} />
                </div>
              )}
            </>
          )}
        </section>
      </div>
      {naming && (
        <NewFileDialog
          draft={draft}
          onClose={() => setNaming(false)}
          onCreate={(path) => {
            edit((old) => ({ ...old, files: [...old.files, { path, content: '' }], active: path }))
            setNaming(false)
          }}
        />
      )}
    </>
  )
}

/** While typing, the old plan's refusal is followed by the check's own words. */
const isBlockedPlan = (error: unknown) => isApiError(error) && error.code === 'invalid_compose'
