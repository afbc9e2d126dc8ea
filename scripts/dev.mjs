// `npm run dev`: the server from source, restarted when a file of the server changes; pages reload by themselves.
import { ensureDependencies, root, run } from './setup.mjs'

ensureDependencies()
const ignore = () => {}
process.on('SIGINT', ignore)
process.on('SIGTERM', ignore)
process.exit(
  await run(`${root}/node_modules/.bin/tsx`, [
    'watch',
    '--clear-screen=false',
    'server/main.ts',
    '--dev',
    ...process.argv.slice(2),
  ]),
)
