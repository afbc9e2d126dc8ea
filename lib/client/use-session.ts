// Who is signed in; signing in and out; the password and the tokens of scripts.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ApiToken, Session } from '@/lib/contract/auth'
import { api, forgetCsrfToken, isApiError, keepSession, takeSession } from './api'
import { keys } from './query-keys'
import { tellSignedOut } from './session-end'

export type CreatedToken = ApiToken & { token: string }

export const useSession = () =>
  useQuery({
    queryKey: keys.session,
    queryFn: async ({ signal }) => takeSession(await api.get<Session>('/session', {}, signal)),
  })

export const useLogin = () =>
  useMutation({
    mutationFn: (credentials: { username: string; password: string }) => api.post<Session>('/session', credentials),
    onSuccess: keepSession,
  })

/** A full load: nothing of the session stays in memory. */
export const goToLogin = () => window.location.assign('/login')

export const useLogout = () =>
  useMutation({
    mutationFn: () => api.delete<void>('/session'),
    onSuccess: () => {
      tellSignedOut()
      goToLogin()
    },
    onError: (error) => isApiError(error) && error.status === 401 && goToLogin(),
  })

export const useChangePassword = () =>
  useMutation({
    mutationFn: (change: { current: string; next: string }) => api.post<void>('/session/password', change),
    // The server may begin a new session with a new token.
    onSuccess: forgetCsrfToken,
  })

export const useTokens = () =>
  useQuery({ queryKey: keys.tokens, queryFn: ({ signal }) => api.get<ApiToken[]>('/tokens', {}, signal) })

export function useCreateToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (token: { name: string; expiresInDays?: number }) => api.post<CreatedToken>('/tokens', token),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
  })
}

export function useDeleteToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.delete<void>(`/tokens/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tokens }),
  })
}
