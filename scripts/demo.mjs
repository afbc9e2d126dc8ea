// `npm run demo`: three real Docker engines on this machine, the server, and a sample stack. This part only makes sure
// that everything is installed and built; scripts/demo.ts does the rest.
import { ensureBuilt, ensureDependencies, root, run, stop } from './setup.mjs'

if (process.platform !== 'linux' || process.getuid?.() !== 0) {
  stop(
    'The demo starts real Docker engines in network namespaces: it needs Linux and root (sudo npm run demo).\nWithout them, use Lotse with engines of your own: npm start',
  )
}
ensureDependencies()
await ensureBuilt()
// Ctrl-C reaches the whole group: the demo itself ends what it started, in order.
const ignore = () => {}
process.on('SIGINT', ignore)
process.on('SIGTERM', ignore)
process.exit(await run(`${root}/node_modules/.bin/tsx`, ['scripts/demo.ts', ...process.argv.slice(2)]))
