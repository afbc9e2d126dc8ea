// A check by the network doctor: findings fill in as hosts answer, the result replaces them.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { z } from 'zod'
import { type DoctorHost, type DoctorRequest, type DoctorResult, doctorHost, doctorResult } from '@/lib/contract/doctor'
import { frameTexts } from '@/lib/texts/frame'
import { ApiError, open } from './api'
import { textsNow } from './language'
import { readValues } from './read-lines'

const told = z.union([z.object({ result: doctorResult }), z.object({ host: doctorHost })])

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
      for await (const value of readValues(response)) {
        const each = told.parse(value)
        if ('result' in each) return each.result
        setHosts((old) => [...old, each.host])
      }
      throw new ApiError(0, 'offline', textsNow(frameTexts).lost.early)
    },
  })
  return { ...mutation, hosts: mutation.data?.hosts ?? hosts }
}
