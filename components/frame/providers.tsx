'use client'
// What every page of the console shares: the query cache and the one event stream that keeps it fresh.
import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { startLive } from '@/lib/client/live'
import { createQueryClient } from '@/lib/client/query-client'

export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient)
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}

export function LiveProvider({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient)
  useEffect(() => startLive(client), [client])
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}
