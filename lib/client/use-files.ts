// Files of a container: looked at, and uploaded one by one.
import { useQuery } from '@tanstack/react-query'
import type { FilesView } from '@/lib/contract/files'
import { api, apiUrl, isApiError, open } from './api'
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

export type UploadItem = { name: string; file: File }
export type UploadResult = 'done' | 'exists' | { error: unknown }

export async function uploadFile(
  id: string,
  folder: string,
  { name, file }: UploadItem,
  overwrite: boolean,
): Promise<UploadResult> {
  try {
    await open(filesPath(id), { method: 'PUT', raw: file, query: { path: folder, name, overwrite } })
    return 'done'
  } catch (error) {
    return isApiError(error) && error.details.exists === true ? 'exists' : { error }
  }
}
