// A pull over hosts: the server answers with a line of JSON for each step, kept here per host.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { type PullProgress, pullProgress } from '@/lib/contract/inventory'
import { open } from './api'
import { keys } from './query-keys'
import { readValues } from './read-lines'

export function usePull() {
  const client = useQueryClient()
  const [hosts, setHosts] = useState<PullProgress[]>([])
  const [error, setError] = useState<unknown>(null)
  const [isRunning, setRunning] = useState(false)
  const start = useCallback(
    async (reference: string) => {
      setHosts([])
      setError(null)
      setRunning(true)
      try {
        const response = await open('/images/pull', {
          method: 'POST',
          body: { reference },
          accept: 'application/x-ndjson',
        })
        for await (const value of readValues(response)) {
          const step = pullProgress.parse(value)
          setHosts((old) =>
            [...old.filter((host) => host.hostId !== step.hostId), step].sort((a, b) =>
              a.hostName.localeCompare(b.hostName),
            ),
          )
        }
      } catch (cause) {
        setError(cause)
      } finally {
        setRunning(false)
        void client.invalidateQueries({ queryKey: keys.images })
      }
    },
    [client],
  )
  return { hosts, error, isRunning, start }
}
