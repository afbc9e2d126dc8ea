// Removes one of two copies of a container; the other has to be there still.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from './api'
import { keys } from './query-keys'

export function useRemoveCopy() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, stays }: { id: string; stays: string }) => api.post(`/containers/${id}/remove-copy`, { stays }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.overview }),
  })
}
