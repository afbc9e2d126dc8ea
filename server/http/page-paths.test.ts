import { describe, expect, it } from 'vitest'
import { pagesAmong } from './page-paths'

const isPage = pagesAmong([
  '/',
  '/[...missing]',
  '/hosts',
  '/hosts/add',
  '/containers/[id]',
  '/icon.svg',
  '/_not-found',
])

describe('the addresses of pages', () => {
  it.each(['/', '/hosts', '/hosts/', '/containers/4f%2F0', '/icon.svg', '/_next/static/chunks/a.js'])(
    'have %s',
    (path) => {
      expect(isPage(path)).toBe(true)
    },
  )

  it.each(['/host', '/hosts/x', '/containers', '/containers/a/b', '/iconxsvg', '/_next/none', '//hosts'])(
    'do not have %s',
    (path) => {
      expect(isPage(path)).toBe(false)
    },
  )
})
