// One stack, its revisions and the acts on it. Live events keep lists and details current.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Deployment, Plan, Revision, RevisionDetail, Stack } from '@/lib/contract/stacks'
import { api } from './api'
import { keys } from './query-keys'

const pathOf = (name: string) => `/stacks/${encodeURIComponent(name)}`

export const useStack = (name: string) =>
  useQuery({ queryKey: keys.stack(name), queryFn: ({ signal }) => api.get<Stack>(pathOf(name), {}, signal) })

export const useRevisions = (name: string, enabled: boolean) =>
  useQuery({
    queryKey: keys.revisions(name),
    queryFn: ({ signal }) => api.get<Revision[]>(`${pathOf(name)}/revisions`, {}, signal),
    enabled,
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

/** Acts that begin a deployment; the caller follows it at its own page. */
function useDeploymentAct<Input>(act: (input: Input) => Promise<Deployment>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: (deployment) => {
      client.setQueryData(keys.deployment(deployment.id), deployment)
      void client.invalidateQueries({ queryKey: keys.stacks })
    },
  })
}

export const useRollback = (name: string) =>
  useDeploymentAct((revision: number) => api.post<Deployment>(`${pathOf(name)}/rollback`, { revision }))

export const useScale = (name: string) =>
  useDeploymentAct((input: { service: string; replicas: number }) =>
    api.post<Deployment>(`${pathOf(name)}/scale`, input),
  )

export const useRemoveStack = (name: string) =>
  useDeploymentAct((input: { volumes: boolean }) => api.delete<Deployment>(pathOf(name), { volumes: input.volumes }))
