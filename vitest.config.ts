import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Two projects: `fast` needs nothing but Node; `lab` runs against real engines and is started by `npm test`.
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['{server,lib,components,scripts,e2e,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.lab.test.ts', 'node_modules/**'],
          environment: 'node',
          // Properties try hundreds of cases; a shared machine may stall for seconds.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        extends: true,
        test: {
          name: 'lab',
          include: ['{server,lib,scripts,e2e}/**/*.lab.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 30_000 } },
          globalSetup: ['e2e/lab/build-programs.ts'],
          setupFiles: ['e2e/lab/before-each-file.ts'],
          // As many as there are lanes.
          fileParallelism: process.env.LOTSE_LAB_LANES !== undefined,
        },
      },
    ],
  },
})
