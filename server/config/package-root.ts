// Where this package lies and which version it is.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const findPackageRoot = (from: string): string =>
  existsSync(path.join(from, 'package.json')) ? from : findPackageRoot(path.dirname(from))

/** Where package.json, prisma/ and the built console lie; the same from source and from dist/. */
export const packageRoot = findPackageRoot(path.dirname(fileURLToPath(import.meta.url)))
export const version = (JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')) as { version: string })
  .version
