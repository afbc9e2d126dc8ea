#!/usr/bin/env node
// The command `lotse`: the built server. Its flags are the server's own.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const server = fileURLToPath(new URL('../dist/server.js', import.meta.url))
if (existsSync(server)) {
  process.setSourceMapsEnabled(true)
  await import(server)
} else {
  console.error('Lotse is not built yet. Run: npm run build')
  process.exitCode = 1
}
