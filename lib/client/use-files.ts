// Files of a container, looked at.
import { useQuery } from '@tanstack/react-query'
import type { FilesView } from '@/lib/contract/files'
import { api, apiUrl } from './api'
import { keys } from './query-keys'

const filesPath = (id: string) => `/containers/${encodeURIComponent(id)}/files`

/** Reading a file leaves an audit line, so nothing is read again by itself. */
export const useFiles = (id: string, path: string, isWanted: boolean) =>
  useQuery({
    queryKey: keys.files(id, path),
    queryFn: ({ signal }) => api.get<FilesView>(filesPath(id), { path }, signal),
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })

export const downloadAddress = (id: string, path: string): string => apiUrl(`${filesPath(id)}/download`, { path })
