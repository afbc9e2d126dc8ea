// The OpenAPI document, made from the very endpoints that are served.
import { z } from 'zod'
import * as activity from '@/lib/contract/activity'
import * as auth from '@/lib/contract/auth'
import * as common from '@/lib/contract/common'
import * as containers from '@/lib/contract/containers'
import * as events from '@/lib/contract/events'
import * as hosts from '@/lib/contract/hosts'
import * as inventory from '@/lib/contract/inventory'
import * as labels from '@/lib/contract/labels'
import * as networks from '@/lib/contract/networks'
import * as overview from '@/lib/contract/overview'
import * as placements from '@/lib/contract/placements'
import * as stacks from '@/lib/contract/stacks'
import type { AnyEndpoint } from './endpoint'

export type JsonSchema = { [key: string]: unknown; $ref?: string; properties?: Record<string, JsonSchema> }
export type Operation = {
  tags: string[]
  summary: string
  operationId: string
  security?: object[]
  parameters?: { name: string; in: 'path' | 'query'; required: boolean; description?: string; schema: JsonSchema }[]
  requestBody?: { required: true; content: Record<string, { schema: JsonSchema }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: JsonSchema }> }>
}
export type OpenApi = {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string; license: object }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JsonSchema>; securitySchemes: object }
  security: object[]
}

/** Every schema of the contract under the name it has there, so that the document has `Host` rather than a hundred copies. */
const names = z.registry<{ id: string }>()
for (const module of [
  common,
  activity,
  auth,
  containers,
  events,
  hosts,
  inventory,
  labels,
  networks,
  overview,
  placements,
  stacks,
]) {
  for (const [name, value] of Object.entries(module)) {
    const isNamed = value instanceof z.ZodType && !names.has(value)
    if (isNamed && (value instanceof z.ZodObject || value instanceof z.ZodDiscriminatedUnion)) {
      names.add(value, { id: name.charAt(0).toUpperCase() + name.slice(1) })
    }
  }
}

const readable = (path: string) => path.replace(/:(\w+)/g, '{$1}')
const operationId = ({ method, path }: AnyEndpoint) =>
  [method, ...path.replace('/api/v1', '').split('/').filter(Boolean)]
    .map((part) => part.replace(/\W+/g, ''))
    .map((part, index) => (index === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1)))
    .join('')

export const describeApi = (endpoints: AnyEndpoint[], version: string): OpenApi => {
  const schemas: Record<string, JsonSchema> = {}
  /** A request may leave out what has a default, an answer does not: the same name then has two shapes. */
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
    const made = z.toJSONSchema(schema, { io, metadata: names, unrepresentable: 'any' }) as JsonSchema & {
      $defs?: Record<string, JsonSchema>
    }
    const suffix = io === 'input' ? 'Input' : ''
    const renamed = JSON.parse(
      JSON.stringify(made).replace(/"#\/\$defs\/(\w+)"/g, `"#/components/schemas/$1${suffix}"`),
    ) as typeof made
    const { $defs = {}, $schema: _, ...rest } = renamed
    for (const [name, definition] of Object.entries($defs)) schemas[`${name}${suffix}`] = definition
    return rest
  }
  const parametersOf = (place: 'path' | 'query', shape: z.ZodObject | undefined) =>
    Object.entries(shape?.shape ?? {}).map(([name, field]) => {
      const type = field as z.ZodType
      const schema = schemaOf(type, 'input')
      const description = type.description ?? (place === 'path' ? shape?.description : undefined)
      return {
        name,
        in: place,
        required: place === 'path' || !type.safeParse(undefined).success,
        ...(description === undefined ? {} : { description }),
        schema,
      }
    })
  const errorSchema = schemaOf(common.apiError, 'output')

  const operationOf = (endpoint: AnyEndpoint): Operation => {
    const content = {
      ...(endpoint.response ? { 'application/json': { schema: schemaOf(endpoint.response, 'output') } } : {}),
      ...(endpoint.stream ? { [endpoint.stream.type]: { schema: schemaOf(endpoint.stream.of, 'output') } } : {}),
    }
    const isEmpty = Object.keys(content).length === 0
    const success = isEmpty ? '204' : String(endpoint.status ?? 200)
    const parameters = [...parametersOf('path', endpoint.params), ...parametersOf('query', endpoint.query)]
    return {
      tags: [endpoint.tag],
      summary: endpoint.summary,
      operationId: operationId(endpoint),
      ...(endpoint.access === 'public' ? { security: [] } : {}),
      ...(parameters.length > 0 ? { parameters } : {}),
      ...(endpoint.body
        ? {
            requestBody: {
              required: true,
              content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
            },
          }
        : {}),
      responses: {
        [success]: { description: endpoint.stream?.description ?? 'Success', ...(isEmpty ? {} : { content }) },
        default: { description: 'Failure', content: { 'application/json': { schema: errorSchema } } },
      },
    }
  }

  const paths: OpenApi['paths'] = {}
  for (const endpoint of endpoints) {
    const path = readable(endpoint.path)
    paths[path] = { ...paths[path], [endpoint.method]: operationOf(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lotse',
      version,
      description:
        'Cluster manager for Docker hosts. Scripts send `Authorization: Bearer TOKEN`; the console has a session cookie and sends `X-CSRF-Token` with each change. Every failure is `{error: {code, message, details}}`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'lotse_session' },
      },
    },
    security: [{ token: [] }, { session: [] }],
  }
}
