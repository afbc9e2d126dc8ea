// A reporter that leaves a file where a run of tests ended with errors of no test: no other report of Vitest tells of them, and
// who tries failed tests again must not lose them.
import { writeFileSync } from 'node:fs'

export default function UnhandledErrors() {
  return {
    onTestRunEnd(_modules, errors) {
      const file = process.env.LOTSE_UNHANDLED_ERRORS
      if (file && errors.length > 0) writeFileSync(file, errors.map((error) => error.message ?? '').join('\n'))
    },
  }
}
