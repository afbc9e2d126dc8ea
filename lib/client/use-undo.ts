'use client'
// Takes one act back by the opposite request. What it changed comes by live events, and leaves a line of its own.
import { useMutation } from '@tanstack/react-query'
import { api } from './api'

type Call = { method: 'POST' | 'PATCH'; path: string; body: unknown }

export const useUndo = () =>
  useMutation({
    mutationFn: ({ method, path, body }: Call): Promise<unknown> =>
      method === 'POST' ? api.post(path, body) : api.patch(path, body),
  })
