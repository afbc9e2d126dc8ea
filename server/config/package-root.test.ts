import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { packageRoot, version } from './package-root'

it('is where the package lies, whose version it tells', () => {
  expect(existsSync(path.join(packageRoot, 'prisma/schema.prisma'))).toBe(true)
  const { name, version: written } = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8'))
  expect([name, written]).toEqual(['lotse', version])
})
