// The description of the API, for programs and for people.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { docsPage } from '../docs-page'
import { type AnyEndpoint, endpoint } from '../endpoint'
import { describeApi } from '../openapi'

const tag = 'system'

/** `described`: all endpoints but these two, which add themselves. */
export const documentRoutes = (described: AnyEndpoint[], version: string): AnyEndpoint[] => {
  let made: { json: string; html: string; stylePolicy: string } | undefined
  const documents = () => {
    if (made === undefined) {
      const document = describeApi([...described, ...routes], version)
      const html = docsPage(document)
      const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? ''
      const stylePolicy = `'sha256-${createHash('sha256').update(style).digest('base64')}'`
      made = { json: JSON.stringify(document), html, stylePolicy }
    }
    return made
  }
  const routes = [
    endpoint({
      method: 'get',
      path: '/api/openapi.json',
      tag,
      summary: 'This API as an OpenAPI 3.1 document',
      stream: { type: 'application/json', of: z.record(z.string(), z.unknown()), description: 'OpenAPI 3.1' },
      handle: () => new Response(documents().json, { headers: { 'content-type': 'application/json; charset=utf-8' } }),
    }),
    endpoint({
      method: 'get',
      path: '/api/docs',
      tag,
      summary: 'This API as a page',
      stream: { type: 'text/html', of: z.string(), description: 'A page without scripts' },
      handle: () => {
        const { html, stylePolicy } = documents()
        return new Response(html, {
          headers: {
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy': `default-src 'none'; style-src ${stylePolicy}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
          },
        })
      },
    }),
  ]
  return routes
}
