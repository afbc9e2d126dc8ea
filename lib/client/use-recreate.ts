// Edit and recreate: the plan of an edit, and its run as the server tells it.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type ContainerEdit,
  type RecreationPlan,
  type RecreationProgress,
  recreationProgress,
} from '@/lib/contract/recreate'
import { api, open } from './api'
import { readValues } from './read-lines'

const recreationPath = (id: string) => `/containers/${encodeURIComponent(id)}/recreation`

export const useRecreationPlan = (id: string) =>
  useMutation({ mutationFn: (edit: ContainerEdit) => api.post<RecreationPlan>(`${recreationPath(id)}/plan`, edit) })

type Step = Extract<RecreationProgress, { kind: 'step' }>
type End = Extract<RecreationProgress, { kind: 'end' }>
export type RecreationRun = { steps: Step[]; end: End | null; error: unknown }

export function useRecreation(id: string) {
  const [run, setRun] = useState<RecreationRun | null>(null)
  const start = async (edit: ContainerEdit, onEnd: (end: End) => void) => {
    setRun({ steps: [], end: null, error: null })
    try {
      const response = await open(recreationPath(id), { method: 'POST', body: edit, accept: 'application/x-ndjson' })
      let last: End | null = null
      for await (const value of readValues(response)) {
        const progress = recreationProgress.parse(value)
        if (progress.kind === 'end') last = progress
        setRun((now) => {
          const steps = now?.steps ?? []
          if (progress.kind === 'end') return { steps, end: progress, error: null }
          return { steps: [...steps.filter(({ step }) => step !== progress.step), progress], end: null, error: null }
        })
      }
      if (last !== null) onEnd(last)
    } catch (error) {
      setRun((now) => ({ steps: now?.steps ?? [], end: null, error }))
    }
  }
  return { run, start, reset: () => setRun(null) }
}
