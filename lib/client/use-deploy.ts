// What the deploy page asks the server: check and plan while a draft is written, deploy, cancel, follow.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Deployment } from '@/lib/contract/deployments'
import type { Plan } from '@/lib/contract/plan'
import type { CheckResult, DeployRequest, Reconstruction, Revision, RevisionDetail, Stack } from '@/lib/contract/stacks'
import { api, request } from './api'
import { showBegun } from './begun'
import { keys } from './query-keys'
import { useRested } from './use-rested'

const stackPath = (name: string) => `/stacks/${encodeURIComponent(name)}`

/** The loader's word on the files, kept up with typing. `draft` must be stable between changes. */
export function useCheck(draft: DeployRequest | null) {
  const rested = useRested(draft, 250)
  return useQuery({
    queryKey: keys.check(rested),
    queryFn: ({ signal }) => request<CheckResult>('/compose/check', { method: 'POST', body: rested, signal }),
    enabled: rested !== null,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
}

/** What a deploy would do now; asked again when the draft or the cluster changed. */
export function usePlan(name: string, draft: DeployRequest | null) {
  const rested = useRested(draft, 400)
  return useQuery({
    queryKey: keys.plan(name, rested),
    queryFn: ({ signal }) => request<Plan>(`${stackPath(name)}/plan`, { method: 'POST', body: rested, signal }),
    enabled: rested !== null && name !== '',
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
    gcTime: 0,
    retry: false,
  })
}

export function useDeploy() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ name, request }: { name: string; request: DeployRequest }) =>
      api.put<Deployment>(stackPath(name), request),
    onSuccess: (deployment) => {
      showBegun(client, keys.deployment(deployment.id), deployment)
      void client.invalidateQueries({ queryKey: keys.stacks })
    },
  })
}

/** A deployment with its steps; live events keep it current. */
export const useDeployment = (stack: string, id: string | null) =>
  useQuery({
    queryKey: keys.deployment(id ?? ''),
    queryFn: ({ signal }) =>
      api.get<Deployment>(`${stackPath(stack)}/deployments/${encodeURIComponent(id ?? '')}`, {}, signal),
    enabled: id !== null,
  })

export const useCancelDeployment = () =>
  useMutation({
    mutationFn: ({ stack, id }: { stack: string; id: string }) =>
      api.post<Deployment>(`${stackPath(stack)}/deployments/${encodeURIComponent(id)}/cancel`),
  })

/**
 * What editing a stack begins with: the revision that runs, or the newest where none was deployed well, and the number of
 * the newest, which a failed deploy may have made; or that somebody else deployed it. Null name: nothing is asked.
 */
export const useEditedRevision = (name: string | null) =>
  useQuery({
    queryKey: keys.newestRevision(name ?? ''),
    queryFn: async ({ signal }) => {
      const path = stackPath(name ?? '')
      const [stack, revisions] = await Promise.all([
        api.get<Stack>(path, {}, signal),
        api.get<Revision[]>(`${path}/revisions`, {}, signal),
      ])
      const newest = Math.max(0, ...revisions.map((revision) => revision.number))
      if (newest === 0) return { revision: null, isForeign: !stack.managed }
      const revision = await api.get<RevisionDetail>(`${path}/revisions/${stack.revision ?? newest}`, {}, signal)
      return { revision, newest }
    },
    enabled: name !== null,
    staleTime: 0,
    gcTime: 0,
  })

/** The files of a stack that somebody else deployed, read once: each reading shows secrets and leaves a line in Activity. */
export const useReconstruction = (name: string | null) =>
  useQuery({
    queryKey: keys.reconstruction(name ?? ''),
    queryFn: () => api.post<Reconstruction>(`${stackPath(name ?? '')}/reconstruct`),
    enabled: name !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
