// Images and volumes over all hosts. A `changed` event reads them again.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Image, Volume } from '@/lib/contract/inventory'
import { api } from './api'
import { keys } from './query-keys'

export const useImages = () =>
  useQuery({ queryKey: keys.images, queryFn: ({ signal }) => api.get<Image[]>('/images', {}, signal) })

export const useVolumes = () =>
  useQuery({ queryKey: keys.volumes, queryFn: ({ signal }) => api.get<Volume[]>('/volumes', {}, signal) })

/** Removes an image from the hosts given. */
export function useRemoveImage() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ image, hostIds }: { image: Image; hostIds: string[] }) => {
      for (const host of hostIds) await api.delete(`/images/${encodeURIComponent(image.id)}`, { host })
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.images }),
  })
}

export function useRemoveVolume() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (volume: Volume) =>
      api.delete(`/volumes/${encodeURIComponent(volume.hostId)}/${encodeURIComponent(volume.name)}`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.volumes }),
  })
}
