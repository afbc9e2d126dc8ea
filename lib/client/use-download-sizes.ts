// How much the pulls of a plan would load, asked once the plan has come to rest: a registry is not asked for half a name.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { DownloadSize, DownloadSizesRequest } from '@/lib/contract/inventory'
import type { Plan } from '@/lib/contract/plan'
import { api } from './api'
import { keys } from './query-keys'
import { useRested } from './use-rested'

const restMs = 800

/** Reference, as the plan says to ask for it → what is known of it; nothing yet while it is asked for. */
export function useDownloadSizes(images: Plan['images']): ReadonlyMap<string, DownloadSize> {
  const asked = images.flatMap(({ askAs, hostNames }) =>
    askAs === null ? [] : [{ reference: askAs, hostNames: [...hostNames].sort() }],
  )
  const text = JSON.stringify(asked)
  const rested = useRested(text, restMs)
  const { data } = useQuery({
    queryKey: keys.downloadSizes(rested),
    queryFn: () => {
      const body: DownloadSizesRequest = { images: JSON.parse(rested) }
      return api.post<DownloadSize[]>('/images/download-sizes', body)
    },
    enabled: rested !== '[]',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
  return new Map(data?.map((size) => [size.reference, size]))
}
