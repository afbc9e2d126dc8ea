// Sign-in, sessions and tokens.
import { z } from 'zod'
import { instant } from './common'

export const loginRequest = z.object({ username: z.string().min(1).max(100), password: z.string().min(1).max(1000) })
export const session = z.object({
  username: z.string(),
  role: z.enum(['admin']),
  csrfToken: z.string(),
  expiresAt: instant,
})
export type Session = z.infer<typeof session>

export const changePasswordRequest = z.object({ current: z.string().max(1000), next: z.string().min(10).max(1000) })

export const apiToken = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
})
export type ApiToken = z.infer<typeof apiToken>
export const createTokenRequest = z.object({
  name: z.string().min(1).max(100),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
})
/** The token itself is shown this once. */
export const createdToken = apiToken.extend({ token: z.string() })
