// The newest changes to the cluster, from the lines of Activity; live events put new ones on top.
import { useQuery } from '@tanstack/react-query'
import type { ActivityEntry } from '@/lib/contract/activity'
import { outsideChanges } from './activity-acts'
import { api } from './api'
import { keys } from './query-keys'

const recent = 100

export const useRecentActivity = () =>
  useQuery({
    queryKey: keys.activityList(''),
    queryFn: ({ signal }) =>
      api.get<ActivityEntry[]>('/activity', { limit: recent, without: outsideChanges.join(',') }, signal),
  })
