// A check by the network doctor: findings fill in as hosts answer, the result replaces them.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { DoctorHost, DoctorRequest, DoctorResult } from '@/lib/contract/doctor'
import { frameTexts } from '@/lib/texts/frame'
import { ApiError, open } from './api'
import { readFindings } from './doctor-answer'
import { textsNow } from './language'
import { readValues } from './read-lines'

export type DoctorCheck = DoctorRequest & { network: string }

export function useDoctor() {
  const [hosts, setHosts] = useState<DoctorHost[]>([])
  const mutation = useMutation({
    mutationFn: async ({ network, ...request }: DoctorCheck): Promise<DoctorResult> => {
      setHosts([])
      const response = await open(`/networks/${encodeURIComponent(network)}/doctor`, {
        method: 'POST',
        body: request,
        accept: 'application/x-ndjson',
      })
      const result = await readFindings(readValues(response), (host) => setHosts((old) => [...old, host]))
      if (result !== null) return result
      throw new ApiError(0, 'offline', textsNow(frameTexts).lost.early)
    },
  })
  return { ...mutation, hosts: mutation.data?.hosts ?? hosts }
}
