// `npm start`: the server for a user's own engines. Flags and LOTSE_* variables are handed on as they are.
import { ensureBuilt, ensureDependencies, root, run } from './setup.mjs'

ensureDependencies()
await ensureBuilt()
const ignore = () => {}
process.on('SIGINT', ignore)
process.on('SIGTERM', ignore)
process.exit(await run(process.execPath, ['--enable-source-maps', `${root}/dist/server.js`, ...process.argv.slice(2)]))
