import { expect, it } from 'vitest'
import { modeWords } from './mode-words'

it('permissions are written as ls does', () => {
  const written = [0o755, 0o640, 0, 0o4755, 0o2644, 0o1777].map(modeWords)
  expect(written).toEqual(['rwxr-xr-x', 'rw-r-----', '---------', 'rwsr-xr-x', 'rw-r-Sr--', 'rwxrwxrwt'])
})
