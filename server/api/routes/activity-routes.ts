// The audit trail.
import { z } from 'zod'
import { activityEntry } from '@/lib/contract/activity'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'

const query = z.object({
  q: z.string().max(500).default('').describe('Words in any column'),
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional().describe('stack.deploy, or stack for all of them'),
  without: z
    .string()
    .max(1000)
    .transform((text) => text.split(',').filter(Boolean))
    .optional()
    .describe('Actions that are left out: auth,container.exec'),
  target: z.string().max(500).optional(),
  result: activityEntry.shape.result.optional(),
  before: z.coerce.number().int().min(1).optional().describe('Only entries older than this id'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})

export const activityRoutes = ({ activity }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/activity',
    tag: 'activity',
    summary: 'Who changed what, newest first; X-Total-Count says how many match',
    query,
    response: z.array(activityEntry),
    handle: async ({ query: asked }) => {
      const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
      const { items, total } = await activity.list(given)
      return Response.json(items, { headers: { 'x-total-count': String(total) } })
    },
  }),
]
