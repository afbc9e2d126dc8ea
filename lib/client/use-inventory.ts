// Images and volumes over all hosts. A `changed` event reads them again.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Image, removeImageResult, Volume } from '@/lib/contract/inventory'
import { api } from './api'
import { keys } from './query-keys'

export const useImages = (enabled = true) =>
  useQuery({ queryKey: keys.images, queryFn: ({ signal }) => api.get<Image[]>('/images', {}, signal), enabled })

export const useVolumes = (enabled = true) =>
  useQuery({ queryKey: keys.volumes, queryFn: ({ signal }) => api.get<Volume[]>('/volumes', {}, signal), enabled })

/** Removes an image from every host that has it; fails with the hosts where it stayed. */
export function useRemoveImage() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (image: Image) => {
      const { hosts } = await api.delete<z.infer<typeof removeImageResult>>(`/images/${encodeURIComponent(image.id)}`)
      const failed = hosts.filter((host) => host.error !== null)
      if (failed.length > 0) throw new Error(failed.map((host) => `${host.hostName}: ${host.error}`).join('; '))
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
