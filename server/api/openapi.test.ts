import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApi, type TestApi } from '@/server/testing/api'
import type { OpenApi } from './openapi'

let test: TestApi
let document: OpenApi
let page: string
beforeAll(async () => {
  test = await openTestApi()
  const { cookie } = await test.login()
  document = (await test.send('GET', '/api/openapi.json', { headers: { cookie } })).body as OpenApi
  page = (await test.send('GET', '/api/docs', { headers: { cookie } })).text
})
afterAll(() => test.end())

describe('the OpenAPI document', () => {
  it('has every endpoint once, under an id of its own', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
    expect(operations).toHaveLength(test.endpoints.length)
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
    for (const operation of operations) expect(operation.summary).not.toBe('')
  })

  it('refers only to what it defines', () => {
    const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1])
    expect(names.length).toBeGreaterThan(50)
    expect(names.filter((name) => !(name !== undefined && name in document.components.schemas))).toEqual([])
    expect(JSON.stringify(document)).not.toContain('$defs')
  })

  it('declares every parameter of a path', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/{(\w+)}/g)].map((match) => match[1])
      for (const operation of Object.values(methods)) {
        const declared = (operation.parameters ?? []).filter((each) => each.in === 'path').map(({ name }) => name)
        expect([path, declared]).toEqual([path, inPath])
      }
    }
  })

  it('tells a request, which may leave out what has a default, from an answer', () => {
    const required = (name: string) => document.components.schemas[name]?.required
    expect(required('DeployRequestInput')).toEqual(['files'])
    expect(document.components.schemas.Host).toMatchObject({ type: 'object', properties: { name: { type: 'string' } } })
  })
})

describe('the page about it', () => {
  it('needs nothing from elsewhere and runs nothing', () => {
    expect(page).toMatch(/^<!doctype html>/)
    expect(page).not.toMatch(/<script|\bsrc=|https?:\/\//)
    for (const path of Object.keys(document.paths)) expect(page).toContain(`<code>${path}</code>`)
  })

  it('links only to what it has', () => {
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]))
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1])
    expect(links.filter((link) => !ids.has(link))).toEqual([])
  })
})
