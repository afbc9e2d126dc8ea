import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as ask, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createBuiltFiles } from './built-files'

const folder = mkdtempSync(path.join(tmpdir(), 'lotse-built-'))
const server = createServer()

beforeAll(async () => {
  mkdirSync(path.join(folder, 'chunks'))
  writeFileSync(path.join(folder, 'chunks/a.js'), 'let a')
  writeFileSync(path.join(folder, 'chunks/a.js.br'), brotliCompressSync('let a'))
  writeFileSync(path.join(folder, 'secret.txt.br'), 'no script')
  const files = createBuiltFiles(folder, '/_next/static/')
  server.on('request', (request, response) => {
    if (!files(request, response, new URL(request.url ?? '', 'http://local'))) response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

const get = async (asked: string, encoding: string, method = 'GET') => {
  const { port } = server.address() as AddressInfo
  const sent = ask({ port, path: asked, method, headers: { 'accept-encoding': encoding } }).end()
  const [answer] = await once(sent, 'response')
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk)
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }
}

it('gives a script as it was compressed', async () => {
  const { status, headers, body } = await get('/_next/static/chunks/a.js', 'gzip, deflate, br, zstd')
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'application/javascript; charset=UTF-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  })
  expect(brotliDecompressSync(body).toString()).toBe('let a')
  expect((await get('/_next/static/chunks/a.js', 'br', 'HEAD')).body).toHaveLength(0)
})

it.each([
  ['/_next/static/chunks/a.js', 'gzip'],
  ['/_next/static/chunks/a.js', 'br;q=0, gzip'],
  ['/_next/static/chunks/a.js.br', 'br'],
  ['/_next/static/secret.txt', 'br'],
  ['/_next/static/../built-files.ts', 'br'],
  ['/_next/static/chunks/b.js', 'br'],
])('leaves %s with %s to others', async (asked, encoding) => {
  expect((await get(asked, encoding)).status).toBe(404)
})
