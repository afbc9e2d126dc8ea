'use client'
// The bench of a deploy: one draft, seen as text, as form or graph, and as the plan that it makes.
import dynamic from 'next/dynamic'
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import { Page } from '@/components/frame/page'
import { ErrorPanel, InlineError } from '@/components/ui/error-panel'
import { Segmented } from '@/components/ui/field'
import { isApiError } from '@/lib/client/api'
import { useTexts } from '@/lib/client/language'
import { useCheck, useDeploy, useDeployment, usePlan } from '@/lib/client/use-deploy'
import { useActBlocked } from '@/lib/client/use-live'
import { useNewestRevision } from '@/lib/client/use-stacks'
import type { Diagnostic } from '@/lib/contract/common'
import type { CheckResult } from '@/lib/contract/stacks'
import { deployTexts } from '@/lib/texts/deploy'
import { PlanOnBoard } from './board/plan-on-board'
import { DeployButton } from './deploy-button'
import { type Draft, deployRequestOf, mergedFiles, withContent, withOrphan } from './draft'
import { DraftNotices } from './draft-notices'
import type { WorkbenchProps } from './form/workbench'
import { NewFileDialog } from './new-file-dialog'
import { OthersNotice } from './others-notice'
import { PlanPane } from './plan-pane'
import { PlanPanel } from './plan-panel'
import { RunNotices } from './run-notices'
import { StartPane } from './start-pane'
import { TextPane } from './text-pane'
import { useDraft } from './use-draft'
import { useFreeEdit } from './use-free-edit'
import { useLintHints } from './use-lint-hints'
import { useRunOffer } from './use-run-offer'
import { useServiceLines } from './use-service-lines'

const Workbench = dynamic<WorkbenchProps>(() => import('./form/workbench'), { ssr: false })

const noDiagnostics: Diagnostic[] = []

type View = 'both' | 'text' | 'form' | 'graph' | 'board' | 'plan'
type Place = { path: string; line: number; column: number; isShownOnly?: boolean }

/** `stack`: the one to edit; null for a new one. */
export function DeployBench({ stack }: { stack: string | null }) {
  const t = useTexts(deployTexts)
  const [view, setView] = useState<View>('both')
  const [panel, setPanel] = useState<'plan' | 'progress'>('plan')
  const showPlan = useCallback(() => setPanel('plan'), [])
  const { draft, change, takeFiles, isLoading, error, discard, ...notices } = useDraft(stack, showPlan)
  /** A change by a person: its plan is what they look for next. */
  const edit = useCallback(
    (make: (old: Draft) => Draft) => {
      showPlan()
      change(make)
    },
    [showPlan, change],
  )
  const [place, setPlace] = useState<Place | null>(null)
  const [naming, setNaming] = useState(false)
  const [started, setStarted] = useState<{ stack: string; id: string } | null>(null)
  const [service, setService] = useState<string | null>(null)
  const blocked = useActBlocked()
  const run = useRunOffer(draft, edit)
  const writeFree = useFreeEdit(draft, edit)
  /** A text of which nobody knows yet whether it is a compose file. */
  const takeText = useCallback(
    (content: string) => {
      void run.isRun(content).then((isRun) => {
        if (isRun) return run.convert(content)
        takeFiles({ files: [{ path: 'compose.yaml', content }], skipped: [] })
      })
    },
    [run, takeFiles],
  )

  const hasFiles = draft.files.length > 0
  const request = useMemo(() => (draft.files.length > 0 ? deployRequestOf(draft) : null), [draft])
  const check = useCheck(request)
  const [merging, setMerging] = useState(false)
  const newest = useNewestRevision(draft.filesFrom === null ? null : draft.name)
  const fileName = useNameInFiles(check.data)
  const name = draft.nameIsTyped ? draft.name : (fileName ?? draft.name)
  const canPlan = hasFiles && check.data?.ok === true
  const plan = usePlan(name, canPlan ? request : null)
  const deploy = useDeploy()
  const deployment = useDeployment(started?.stack ?? '', started?.id ?? null)

  const diagnostics = (plan.data && canPlan ? plan.data.diagnostics : check.data?.diagnostics) ?? noDiagnostics
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length
  const merged = mergedFiles(draft)
  const hints = useLintHints(draft.files, merged)
  const shown = useMemo(() => (errors > 0 ? diagnostics : [...diagnostics, ...hints]), [errors, diagnostics, hints])
  const formFile = merged.includes(draft.active) ? draft.active : (merged[0] ?? null)
  const { lines, serviceAt } = useServiceLines(
    draft.active === formFile ? draft.files.find((file) => file.path === formFile)?.content : undefined,
    service,
  )

  const goTo = useCallback(
    (path: string | undefined, line: number, column = 1) => {
      const file = path ?? merged[0] ?? draft.active
      if (draft.files.some((entry) => entry.path === file)) change((old) => ({ ...old, active: file }))
      setPlace({ path: file, line, column })
      setView((old) => (old === 'both' ? old : 'text'))
    },
    [draft.files, draft.active, merged, change],
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
          setView((old) => (old === 'both' ? old : 'plan'))
          discard(begun.revision)
        },
        onError: (refused) => {
          // Said once; the next press knows of the newer revision, and its plan is shown first.
          if (!isApiError(refused) || refused.code !== 'stale_revision') return
          // What was opened from a revision is put together with the newer one; it is never laid over it.
          if (draft.filesFrom !== null && refused.details.newest !== null) return setMerging(true)
          const { newest } = refused.details
          change((old) => ({ ...old, baseRevision: typeof newest === 'number' ? newest : null }))
          void plan.refetch()
        },
      },
    )
  }, [request, plan.data, plan.refetch, deploy, blocked, name, discard, change, draft.baseRevision, draft.filesFrom])

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

  if (error) {
    return (
      <BenchFrame stack={stack}>
        <ErrorPanel title={t.cannotEdit(stack)} error={error} />
      </BenchFrame>
    )
  }
  if (isLoading) {
    return (
      <BenchFrame stack={stack}>
        <div className="dp" aria-busy="true" />
      </BenchFrame>
    )
  }
  const isBehind =
    newest != null && draft.baseRevision !== null && newest.number > draft.baseRevision && !deploy.isPending
  const banners = (
    <>
      {isBehind && (
        <OthersNotice
          stack={draft.name}
          draft={draft}
          newest={newest}
          open={merging}
          onOpen={setMerging}
          onTake={(files, revision) => {
            deploy.reset()
            edit((old) => ({ ...old, files, baseRevision: revision, filesFrom: revision }))
          }}
        />
      )}
      <DraftNotices {...notices} />
      <RunNotices
        run={run}
        onText={(text) => edit((old) => withContent(old, old.active, `${contentOf(old)}${text}`))}
      />
    </>
  )
  if (!request) {
    return (
      <BenchFrame stack={stack}>
        {banners}
        <StartPane
          onFiles={takeFiles}
          onText={takeText}
          onTemplate={({ files, variables }) => {
            takeFiles({ files, skipped: [] })
            change((old) => ({ ...old, variables: { ...old.variables, ...variables }, active: 'compose.yaml' }))
          }}
        />
      </BenchFrame>
    )
  }

  const shownError = plan.error && canPlan ? plan.error : check.error
  const button = canPlan && plan.data && (
    <DeployButton plan={plan.data} busy={deploy.isPending} blocked={blocked} onDeploy={start} />
  )
  const views = <ViewSwitch view={view} onView={setView} panel={panel} />
  return (
    <BenchFrame stack={stack} actions={<div className="hide-s">{views}</div>}>
      {banners}
      <div className="dp-views">{views}</div>
      <div className="dp" data-view={view}>
        <TextPane
          draft={draft}
          name={name}
          nameIsFixed={stack !== null}
          takesFocus={stack === null}
          check={check.data}
          diagnostics={shown}
          variables={(canPlan && plan.data?.variables) || check.data?.variables || []}
          goToPlace={place}
          lines={lines}
          onLine={(line) => setService((old) => serviceAt(line) ?? old)}
          edit={edit}
          change={change}
          onFiles={takeFiles}
          onNewFile={() => setNaming(true)}
          onRunPasted={(text) => {
            void run.consider(text)
            return true
          }}
          onGoTo={goTo}
        />
        <section className="p-form" aria-label={t.views[view === 'graph' || view === 'board' ? view : 'form']}>
          {view === 'board' ? (
            <PlanOnBoard
              plan={canPlan ? plan.data : undefined}
              isBusy={plan.isFetching}
              draft={draft}
              edit={edit}
              onService={setService}
              onShow={setPlace}
              acts={
                <>
                  <InlineError error={deploy.error} />
                  {button}
                </>
              }
            />
          ) : (
            <Workbench
              request={request}
              stack={name}
              file={formFile}
              show={view === 'graph' ? 'graph' : 'form'}
              service={service}
              onService={setService}
              onText={(path, text) => edit((old) => withContent(old, path, text))}
              goTo={goTo}
            />
          )}
        </section>
        <PlanPane
          panel={panel}
          onPanel={setPanel}
          hasBegun={started !== null}
          deployment={deployment.data}
          isBusy={plan.isFetching}
          foot={
            button && (
              <div className="dfoot">
                {button}
                <span className="dim small hide-s">
                  <kbd>Ctrl</kbd> <kbd>Enter</kbd>
                </span>
                <InlineError error={deploy.error} />
              </div>
            )
          }
        >
          {name === '' && <p className="pad ink-2">{t.needsName}</p>}
          {errors > 0 && <p className="pad ink-2">{t.afterErrors(errors)}</p>}
          {errors === 0 && shownError && !isBlockedPlan(shownError) && (
            <ErrorPanel title={t.noPlan} error={shownError} onRetry={() => void plan.refetch()} />
          )}
          {canPlan && name !== '' && !plan.data && !plan.error && <p className="pad dim">{t.planning}</p>}
          {canPlan && plan.data && (
            <PlanPanel
              plan={plan.data}
              onGoTo={({ file, line }) => goTo(file, line)}
              onOrphan={(id, remove) => change((old) => withOrphan(old, id, remove))}
              onFree={writeFree}
            />
          )}
        </PlanPane>
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
    </BenchFrame>
  )
}

/** The name the files give; while they are broken, the one they gave last. */
function useNameInFiles(check: CheckResult | undefined): string | null {
  const [last, setLast] = useState<string | null>(null)
  const now = check?.name ?? (check?.ok === false ? last : null)
  useEffect(() => setLast(now), [now])
  return now
}

const contentOf = (draft: Draft) => draft.files.find((file) => file.path === draft.active)?.content ?? ''

function BenchFrame({ stack, actions, children }: { stack: string | null; actions?: ReactNode; children: ReactNode }) {
  const t = useTexts(deployTexts)
  const crumbs = [
    { name: t.stacks, href: '/stacks' },
    { name: stack ?? '', href: `/stacks/${stack}` },
  ]
  return (
    <Page
      title={t.title}
      titleText={stack === null ? t.title : t.titleOf(stack)}
      crumbs={stack === null ? [] : crumbs}
      actions={actions}
      fixed
    >
      {children}
    </Page>
  )
}

const views: View[] = ['both', 'text', 'form', 'graph', 'board', 'plan']

function ViewSwitch({ view, onView, panel }: { view: View; onView: (view: View) => void; panel: 'plan' | 'progress' }) {
  const t = useTexts(deployTexts)
  return (
    <Segmented
      label={t.view}
      value={view}
      onChange={onView}
      options={views.map((value) => ({
        value,
        label: <span data-view-of={value}>{t.views[value === 'plan' ? panel : value]}</span>,
      }))}
    />
  )
}

/** While typing, the old plan's refusal is followed by the check's own words. */
const isBlockedPlan = (error: unknown) => isApiError(error) && error.code === 'invalid_compose'
