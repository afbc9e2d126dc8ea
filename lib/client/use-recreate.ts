// Edit and recreate: the plan of an edit, and its run as the server tells it.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type ContainerEdit, type RecreationPlan, recreationProgress } from '@/lib/contract/recreate'
import { api, open } from './api'
import { readValues } from './read-lines'
import { begunRun, brokenRun, foldRecreation, type RecreationEnd, type RecreationRun } from './recreation-run'

const recreationPath = (id: string) => `/containers/${encodeURIComponent(id)}/recreation`

export const useRecreationPlan = (id: string) =>
  useMutation({ mutationFn: (edit: ContainerEdit) => api.post<RecreationPlan>(`${recreationPath(id)}/plan`, edit) })

export function useRecreation(id: string) {
  const [run, setRun] = useState<RecreationRun | null>(null)
  const start = async (edit: ContainerEdit, onEnd: (end: RecreationEnd) => void) => {
    setRun(begunRun)
    try {
      const response = await open(recreationPath(id), { method: 'POST', body: edit, accept: 'application/x-ndjson' })
      let last: RecreationEnd | null = null
      for await (const value of readValues(response)) {
        const progress = recreationProgress.parse(value)
        if (progress.kind === 'end') last = progress
        setRun((now) => foldRecreation(now ?? begunRun, progress))
      }
      if (last !== null) onEnd(last)
    } catch (error) {
      setRun((now) => brokenRun(now, error))
    }
  }
  return { run, start, reset: () => setRun(null) }
}
