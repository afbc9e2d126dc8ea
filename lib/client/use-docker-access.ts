// Who may use the Docker API. It changes only by hand, so nothing is live: a change reads all of it again.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  CreateDockerTokenRequest,
  CreatedDockerToken,
  DockerAccessState,
  DockerPolicies,
  IssueCertificateRequest,
  IssuedBundle,
} from '@/lib/contract/docker-access'
import { api } from './api'
import { keys } from './query-keys'

const root = '/docker-access'

export const useDockerAccess = () =>
  useQuery({ queryKey: keys.dockerAccess, queryFn: ({ signal }) => api.get<DockerAccessState>(root, {}, signal) })

function useChange<Asked, Answer>(mutationFn: (asked: Asked) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: keys.dockerAccess }) })
}

export const useIssueCertificate = () =>
  useChange((asked: IssueCertificateRequest) => api.post<IssuedBundle>(`${root}/certificates`, asked))

export const useRevokeCertificate = () =>
  useChange((serial: string) => api.delete<void>(`${root}/certificates/${encodeURIComponent(serial)}`))

export const useCreateDockerToken = () =>
  useChange((asked: CreateDockerTokenRequest) => api.post<CreatedDockerToken>(`${root}/tokens`, asked))

export const useRemoveDockerToken = () =>
  useChange((id: string) => api.delete<void>(`${root}/tokens/${encodeURIComponent(id)}`))

export const usePutDockerPolicies = () =>
  useChange((policies: DockerPolicies) => api.put<DockerPolicies>(`${root}/policies`, policies))
