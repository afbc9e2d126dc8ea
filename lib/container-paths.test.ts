import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinPath, lastName, mountOf, normalPath, parentPath, readOnlyReason, relativePath } from './container-paths'

describe('paths', () => {
  it('are made whole and never lead out', () => {
    expect(normalPath('/a/./b//../c/')).toBe('/a/c')
    expect(normalPath('/../../etc')).toBe('/etc')
    expect([normalPath('etc'), normalPath(''), normalPath('/a\0b'), normalPath(`/${'x'.repeat(5000)}`)]).toEqual([
      null,
      null,
      null,
      null,
    ])
    fc.assert(
      fc.property(fc.array(fc.constantFrom('..', '.', '', 'a', 'b c')), (parts) => {
        const path = normalPath(`/${parts.join('/')}`)
        expect(path).toMatch(/^\//)
        expect(path?.split('/')).not.toContain('..')
        expect(normalPath(path ?? '')).toBe(path)
      }),
    )
  })
  it('of uploads stay below their folder', () => {
    expect(relativePath('a/b.txt')).toBe('a/b.txt')
    for (const bad of ['../a', 'a/../b', '/a', 'a//b', '', '.', 'a/', 'x'.repeat(300), 'a\0']) {
      expect(relativePath(bad), bad).toBeNull()
    }
  })
  it('are put together and taken apart', () => {
    expect([joinPath('/', 'a'), joinPath('/a', 'b')]).toEqual(['/a', '/a/b'])
    expect([parentPath('/a'), parentPath('/a/b'), lastName('/a/b')]).toEqual(['/', '/a', 'b'])
  })
})

describe('what cannot be written', () => {
  const mounts = [
    { target: '/data', readOnly: false, type: 'volume' },
    { target: '/data/in', readOnly: true, type: 'bind' },
  ]
  it('is a read-only mount, the innermost one counts', () => {
    expect(mountOf('/data/in/x', mounts)?.target).toBe('/data/in')
    expect(readOnlyReason('/data/in/x', mounts, false)).toEqual({ kind: 'mount', target: '/data/in' })
    expect(readOnlyReason('/data/index', mounts, true)).toBeNull()
  })
  it('is a read-only root outside of mounts', () => {
    expect(readOnlyReason('/etc', mounts, true)).toEqual({ kind: 'root' })
    expect(readOnlyReason('/etc', mounts, false)).toBeNull()
  })
})
