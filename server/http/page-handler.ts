// Sends a request for a page on to Next once it may pass, with the policy that Next reads its script nonce from.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BuiltFiles } from './built-files'
import { refusePlainly } from './http-server'
import { judgePage } from './page-gate'
import { pageHeaders, pagePolicy } from './page-headers'
import type { IsPage } from './page-paths'

export type PageParts = {
  files: BuiltFiles
  isPage: IsPage
  render: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  isSignedIn: (request: IncomingMessage) => Promise<boolean>
  isSecure: boolean
  isDevelopment: boolean
}

export const createPageHandler =
  ({ files, isPage, render, isSignedIn, isSecure, isDevelopment }: PageParts) =>
  async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    if (files(request, response, url)) return
    for (const [name, value] of Object.entries(pageHeaders(isSecure))) response.setHeader(name, value)
    const verdict = judgePage({
      method: request.method ?? 'GET',
      url,
      isSignedIn: await isSignedIn(request),
      wantsHtml: /\btext\/html\b|\*\/\*/.test(request.headers.accept ?? '*/*'),
      isDevelopment,
    })
    if (verdict.kind === 'refuse') {
      const isMethod = verdict.status === 405
      const message = isMethod ? `Pages are not changed by ${request.method}.` : 'This needs a sign-in.'
      return refusePlainly(response, verdict.status, isMethod ? 'not_supported' : 'unauthenticated', message)
    }
    if (verdict.kind === 'login') {
      response.writeHead(303, { location: verdict.location, 'cache-control': 'no-store' })
      return void response.end()
    }
    const policy = pagePolicy(randomBytes(16).toString('base64'), isDevelopment)
    request.headers['content-security-policy'] = policy
    response.setHeader('content-security-policy', policy)
    if (!isPage(url.pathname)) response.statusCode = 404
    await render(request, response)
  }
