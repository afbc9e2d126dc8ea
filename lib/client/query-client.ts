// The cache's rules: events keep it fresh, so nothing polls; only failures that may pass are tried again.
import { QueryClient } from '@tanstack/react-query'
import { isApiError } from './api'

const maxRetries = 3

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: true,
        retry: (failures, error) =>
          failures < maxRetries && (!isApiError(error) || error.status === 0 || error.status >= 500),
        retryDelay: (attempt) => Math.min(8000, 500 * 2 ** attempt),
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
