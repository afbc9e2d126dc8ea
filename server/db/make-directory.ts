// Makes a directory and those above it, for its owner only.
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'

/** Step by step: asked for all at once below /proc, Node tries for ever. */
export const makeDirectory = (directory: string): void => {
  if (existsSync(directory)) return
  const above = path.dirname(directory)
  if (above !== directory) makeDirectory(above)
  mkdirSync(directory, { mode: 0o700 })
}
