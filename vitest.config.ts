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
          testTimeout: 30_000,
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
          fileParallelism: false,
          // CI's machine is shared and may stall for seconds; here a failure is a failure.
          retry: process.env.CI ? 1 : 0,
        },
      },
    ],
  },
})
