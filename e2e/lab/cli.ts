// `npm run lab -- VERB …`: the lab by hand.
import { isAppError, messageOf } from '@/server/errors'
import { runLabCommand } from './cli-verbs'

runLabCommand(process.argv.slice(2)).catch((error: unknown) => {
  console.error(messageOf(error))
  if (isAppError(error) && error.details?.fix) console.error(error.details.fix)
  process.exitCode = 1
})
