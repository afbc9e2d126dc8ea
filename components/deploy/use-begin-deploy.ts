// The press that deploys, by button or Ctrl Enter, and what was begun by it.
import { useCallback, useEffect, useState } from 'react'
import { isApiError } from '@/lib/client/api'
import { useDeploy, useDeployment } from '@/lib/client/use-deploy'
import { useActBlocked } from '@/lib/client/use-live'
import type { Deployment } from '@/lib/contract/deployments'
import type { Draft } from './draft'
import type { DraftPlan } from './use-draft-plan'

type Options = {
  draft: Draft
  state: DraftPlan
  change: (make: (old: Draft) => Draft) => void
  onBegun: (begun: Deployment) => void
  /** Somebody else deployed meanwhile: what was opened from a revision is put together with theirs, never laid over it. */
  onBehind: () => void
}

export function useBeginDeploy({ draft, state, change, onBegun, onBehind }: Options) {
  const { request, name, plan } = state
  const [started, setStarted] = useState<{ stack: string; id: string } | null>(null)
  const blocked = useActBlocked()
  const deploy = useDeploy()
  const deployment = useDeployment(started?.stack ?? '', started?.id ?? null)
  const begin = useCallback(() => {
    if (!request || !plan.data || plan.data.problems.length > 0 || deploy.isPending || blocked) return
    deploy.mutate(
      // A new draft builds on what its plan was compared with; an edited one on what it was opened from.
      { name, request: { ...request, baseRevision: draft.baseRevision ?? (plan.data.revision - 1 || null) } },
      {
        onSuccess: (begun) => {
          setStarted({ stack: begun.stack, id: begun.id })
          onBegun(begun)
        },
        onError: (refused) => {
          // Said once; the next press knows of the newer revision, and its plan is shown first.
          if (!isApiError(refused) || refused.code !== 'stale_revision') return
          const { newest } = refused.details
          if (draft.filesFrom !== null && newest !== null) return onBehind()
          change((old) => ({ ...old, baseRevision: typeof newest === 'number' ? newest : null }))
          void plan.refetch()
        },
      },
    )
  }, [request, plan.data, plan.refetch, deploy, blocked, name, change, onBegun, onBehind, draft])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      begin()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [begin])

  return { begin, blocked, deploy, deployment: deployment.data, hasBegun: started !== null }
}
