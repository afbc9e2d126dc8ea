// One stack, its revisions and the acts on it. Live events keep lists and details current.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Deployment } from '@/lib/contract/deployments'
import type { Plan } from '@/lib/contract/plan'
import type { Revision, RevisionDetail, Stack } from '@/lib/contract/stacks'
import { api } from './api'
import { showBegun } from './begun'
import { keys } from './query-keys'
import { useRested } from './use-rested'

const pathOf = (name: string) => `/stacks/${encodeURIComponent(name)}`

export const useStack = (name: string) =>
  useQuery({ queryKey: keys.stack(name), queryFn: ({ signal }) => api.get<Stack>(pathOf(name), {}, signal) })

export const useRevisions = (name: string, enabled: boolean) =>
  useQuery({
    queryKey: keys.revisions(name),
    queryFn: ({ signal }) => api.get<Revision[]>(`${pathOf(name)}/revisions`, {}, signal),
    enabled,
  })

/**
 * The newest revision of a stack, kept up with others' deploys: read again whenever the stack says that one began or
 * ended. Null name: nothing is asked. Null data: there is none.
 */
export function useNewestRevision(name: string | null): Revision | null | undefined {
  const stack = useQuery({
    queryKey: keys.stack(name ?? ''),
    queryFn: ({ signal }) => api.get<Stack>(pathOf(name ?? ''), {}, signal),
    enabled: name !== null,
    retry: false,
  })
  const seen = `${stack.data?.revision} ${stack.data?.deploymentId} ${stack.data?.state}`
  const { data } = useQuery({
    queryKey: [...keys.revisions(name ?? ''), 'newest', seen],
    queryFn: ({ signal }) => api.get<Revision[]>(`${pathOf(name ?? '')}/revisions`, {}, signal),
    enabled: name !== null && stack.data !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  return data?.reduce<Revision | null>((newest, next) => (newest && newest.number > next.number ? newest : next), null)
}

/** The files of two revisions, for a merge. Null: nothing is asked. */
export const useTwoRevisions = (name: string, numbers: { base: number; newest: number } | null) =>
  useQuery({
    queryKey: [...keys.revisions(name), 'two', numbers],
    queryFn: async ({ signal }) => {
      const read = (number: number) => api.get<RevisionDetail>(`${pathOf(name)}/revisions/${number}`, {}, signal)
      const [base, newest] = await Promise.all([read(numbers?.base ?? 0), read(numbers?.newest ?? 0)])
      return { base, newest }
    },
    enabled: numbers !== null,
  })

export const useRevision = (name: string, number: number | null) =>
  useQuery({
    queryKey: keys.revision(name, number ?? 0),
    queryFn: ({ signal }) => api.get<RevisionDetail>(`${pathOf(name)}/revisions/${number}`, {}, signal),
    enabled: number !== null,
  })

export const useDeployments = (name: string) =>
  useQuery({
    queryKey: [...keys.stack(name), 'deployments'],
    queryFn: ({ signal }) => api.get<Deployment[]>(`${pathOf(name)}/deployments`, {}, signal),
  })

export const useRollbackPlan = (name: string, revision: number) =>
  useQuery({
    queryKey: keys.plan(name, { revision }),
    queryFn: () => api.post<Plan>(`${pathOf(name)}/rollback/plan`, { revision }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })

/** Null: nothing is asked yet. */
export function useScalePlan(name: string, wanted: { service: string; replicas: number } | null) {
  const service = useRested(wanted?.service, 300)
  const replicas = useRested(wanted?.replicas, 300)
  return useQuery({
    queryKey: keys.plan(name, { service, replicas }),
    queryFn: () => api.post<Plan>(`${pathOf(name)}/scale/plan`, { service, replicas }),
    enabled: wanted !== null && service === wanted.service && replicas === wanted.replicas,
    placeholderData: wanted === null ? undefined : keepPreviousData,
    gcTime: 0,
    retry: false,
  })
}

export const useRemovalPlan = (name: string, volumes: boolean) =>
  useQuery({
    queryKey: keys.plan(name, { remove: { volumes } }),
    queryFn: () => api.post<Plan>(`${pathOf(name)}/removal/plan`, { volumes }),
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  })

/** Acts that begin a deployment; the caller follows it at its own page. */
function useDeploymentAct<Input>(act: (input: Input) => Promise<Deployment>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: (deployment) => {
      showBegun(client, keys.deployment(deployment.id), deployment)
      void client.invalidateQueries({ queryKey: keys.stacks })
    },
  })
}

export const useRollback = (name: string) =>
  useDeploymentAct((revision: number) => api.post<Deployment>(`${pathOf(name)}/rollback`, { revision }))

export const useUpdatePlan = (name: string) =>
  useQuery({
    queryKey: keys.plan(name, { update: true }),
    queryFn: () => api.post<Plan>(`${pathOf(name)}/update/plan`),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })

export const useUpdateStack = (name: string) => useDeploymentAct(() => api.post<Deployment>(`${pathOf(name)}/update`))

export const useScale = (name: string) =>
  useDeploymentAct((input: { service: string; replicas: number }) =>
    api.post<Deployment>(`${pathOf(name)}/scale`, input),
  )

export const useRemoveStack = (name: string) =>
  useDeploymentAct((input: { volumes: boolean }) => api.delete<Deployment>(pathOf(name), { volumes: input.volumes }))
