#!/usr/bin/env node
// The command `lotse`: the commands of classic Swarm's program, or the built server, whose flags are then its own.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const args = process.argv.slice(2)
const withValue = /^--?(l|log-level)$/
const own = /^--?(l|log-level|debug|experimental)(=.*)?$/
let at = 0
while (at < args.length && own.test(args[at])) at += withValue.test(args[at]) ? 2 : 1
const isCommand = /^(manage|m|join|j|list|l|create|c|discovery|-v|--version|-h|--help)$/.test(args[at] ?? '')

const program = fileURLToPath(new URL(`../dist/${isCommand ? 'command' : 'server'}.js`, import.meta.url))
if (existsSync(program)) {
  if (!isCommand) process.setSourceMapsEnabled(true)
  await import(program)
} else {
  console.error('Lotse is not built yet. Run: npm run build')
  process.exitCode = 1
}
