// The farm as a program of its own, which is built as the endpoint is.
import { runFarm } from '../farm/command'

await runFarm(process.argv.slice(2))
