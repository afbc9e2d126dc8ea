// Newer images: what the registries said, and asking them now.
import { imageUpdates } from '@/lib/contract/updates'
import { type AnyEndpoint, endpoint } from '../endpoint'
import type { ApiParts } from '../parts'

const tag = 'images'

export const updateRoutes = ({ updates }: ApiParts): AnyEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/api/v1/updates',
    tag,
    summary: 'Images in use, and what their tags are in the registry now',
    response: imageUpdates,
    handle: () => updates.list(),
  }),
  endpoint({
    method: 'post',
    path: '/api/v1/updates/check',
    tag,
    summary: 'Ask the registries now',
    response: imageUpdates,
    audit: 'asks-only',
    handle: () => updates.check(),
  }),
]
