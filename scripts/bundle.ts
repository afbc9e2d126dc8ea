// One file of ours and all of ours that it imports as one script for Node, as `npm run build` makes the server; the benchmarks
// measure the endpoint in the same form.
import path from 'node:path'
import { type BuildOptions, build } from 'esbuild'

const root = path.resolve(import.meta.dirname, '..')

/** Both from the root; where `outfile` lies, it must find our dependencies. */
export const bundle = (entry: string, outfile: string, more: BuildOptions = {}) =>
  build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
    ...more,
  })
