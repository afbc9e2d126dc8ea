'use client'
// The bench of a deploy: one draft, seen as text, as form or graph, and as the plan that it makes.
import dynamic from 'next/dynamic'
import { useCallback, useState } from 'react'
import { ErrorPanel, InlineError } from '@/components/ui/error-panel'
import { usePhone } from '@/components/ui/use-media'
import { isApiError } from '@/lib/client/api'
import { useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { useNewestRevision } from '@/lib/client/use-stacks'
import type { Deployment } from '@/lib/contract/deployments'
import { deployTexts } from '@/lib/texts/deploy'
import { frameTexts } from '@/lib/texts/frame'
import { BenchFrame } from './bench-frame'
import { PlanOnBoard } from './board/plan-on-board'
import { DeployButton } from './deploy-button'
import { type Draft, withContent, withOrphan } from './draft'
import { DraftNotices } from './draft-notices'
import type { WorkbenchProps } from './form/workbench'
import { OthersNotice } from './others-notice'
import { PlanPane } from './plan-pane'
import { PlanPanel } from './plan-panel'
import { RunNotices } from './run-notices'
import { StartPane } from './start-pane'
import { TextPane } from './text-pane'
import { useBeginDeploy } from './use-begin-deploy'
import { useDraft } from './use-draft'
import { useDraftPlan } from './use-draft-plan'
import { useFreeEdit } from './use-free-edit'
import { useRunOffer } from './use-run-offer'
import { useServiceLines } from './use-service-lines'
import { shownView, type View, ViewSwitch, withProgress, withText } from './view-switch'

const NewFileDialog = dynamic(() => loadPart(() => import('./new-file-dialog')).then((it) => it.NewFileDialog), {
  ssr: false,
})
const Workbench = dynamic<WorkbenchProps>(() => loadPart(() => import('./form/workbench')), { ssr: false })

type Place = { path: string; line: number; column: number; isShownOnly?: boolean }

/** `stack`: the one to edit; null for a new one. */
export function DeployBench({ stack }: { stack: string | null }) {
  const t = useTexts(deployTexts)
  const { caps } = useTexts(frameTexts)
  const isPhone = usePhone()
  const [chosenView, setView] = useState<View>('both')
  const view = shownView(chosenView, isPhone)
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
  const [service, setService] = useState<string | null>(null)
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

  const state = useDraftPlan(draft)
  const { request, check, name, canPlan, plan, planned, merged, errors, diagnostics } = state
  const [merging, setMerging] = useState(false)
  const newest = useNewestRevision(draft.filesFrom === null ? null : draft.name)
  const onBegun = useCallback(
    (begun: Deployment) => {
      setPanel('progress')
      setView((old) => withProgress(shownView(old, isPhone), isPhone))
      discard(begun.revision)
    },
    [discard, isPhone],
  )
  const onBehind = useCallback(() => setMerging(true), [])
  const { begin, blocked, deploy, deployment, hasBegun } = useBeginDeploy({ draft, state, change, onBegun, onBehind })

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
      setView((old) => withText(shownView(old, isPhone), isPhone))
    },
    [draft.files, draft.active, merged, change, isPhone],
  )

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
  const button = planned && <DeployButton plan={planned} busy={deploy.isPending} blocked={blocked} onDeploy={begin} />
  const views = <ViewSwitch view={view} onView={setView} panel={panel} isPhone={isPhone} />
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
          diagnostics={diagnostics}
          variables={planned?.variables ?? check.data?.variables ?? []}
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
              plan={planned}
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
          hasBegun={hasBegun}
          deployment={deployment}
          isBusy={plan.isFetching}
          foot={
            button && (
              <div className="dfoot">
                {button}
                <span className="dim small hide-s">
                  <kbd>{caps.Ctrl}</kbd> <kbd>{caps.Enter}</kbd>
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
          {planned && (
            <PlanPanel
              plan={planned}
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

const contentOf = (draft: Draft) => draft.files.find((file) => file.path === draft.active)?.content ?? ''

/** While typing, the old plan's refusal is followed by the check's own words. */
const isBlockedPlan = (error: unknown) => isApiError(error) && error.code === 'invalid_compose'
