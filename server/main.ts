// The composition root: settings, database, cluster, stacks, HTTP, in this order, and back again at the end. The only file
// that imports next, and that only renders: everything it shows comes from the API.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import type { Container } from '@/lib/contract/containers'
import { createActivity } from './activity/activity'
import { createConsoleApi } from './api/api'
import { movesOnceStarted, onceStarted } from './api/once-started'
import type { ApiParts } from './api/parts'
import { createSockets } from './api/sockets'
import { createTerminals } from './api/terminals/terminals'
import { createAuth } from './auth/auth'
import { identify } from './auth/authenticate'
import { createPreferenceStore } from './auth/preferences'
import { createCluster } from './cluster/cluster'
import { createHostStore } from './cluster/host-store'
import type { Cluster } from './cluster/types'
import { type Config, readConfig } from './config'
import { greetingOf } from './config/greeting'
import { packageRoot, version } from './config/package-root'
import { usage } from './config/settings'
import { openDatabase } from './db/client'
import { lockDataDirectory } from './db/data-lock'
import { createDeathStore } from './deaths/death-store'
import { keepDeaths } from './deaths/keep-deaths'
import { type DiscoverySpec, parseDiscovery } from './discovery/spec'
import { watchAll } from './discovery/watch'
import { createDockerAccess } from './docker-access/docker-access'
import { openDockerTls } from './docker-access/open-docker-tls'
import { AppError, messageOf } from './errors'
import { settleHeap, startHeap } from './heap'
import { createBuiltFiles } from './http/built-files'
import { startHttpServer } from './http/http-server'
import { createPageHandler } from './http/page-handler'
import { readPages } from './http/page-paths'
import { renderOnce } from './http/render-once'
import { createDownloadSizes } from './image-sizes/download-sizes'
import { createLog, type Log } from './log'
import { createMoves } from './moves/moves'
import { onceAttached } from './networks/coming-overlay'
import { createNetworks } from './networks/networks'
import { probeLabel } from './networks/reach-index'
import { type DockerEndpoint, startDockerEndpoint } from './proxy/docker-endpoint'
import { keptFile } from './proxy/kept-file'
import { recoverRecreations } from './recreate/recover'
import { createRegistries } from './registries/registries'
import { createSecretBox, keyBeside } from './registries/secret-box'
import { placementContainer } from './scheduler/from-contract'
import { createStacks } from './stacks/stacks'
import { stopOnSignal } from './stop-on-signal'
import { createUpdates } from './updates/updates'

const clock = () => new Date()
/** How long the hosts may take before the console is served without them. */
const patienceMs = 1_000
/** How long the first looks at hosts may take before memory is given back without them. */
const firstLooksMs = 120_000

/** Next attaches its own upgrade listener to the server it is given; this one never listens. */
const preparePages = async ({ isDevelopment, listen }: Config) => {
  Object.assign(process.env, { NODE_ENV: isDevelopment ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' })
  const decoy = createServer()
  const { default: next } = await import('next')
  const pages = next({
    dev: isDevelopment,
    dir: packageRoot,
    httpServer: decoy,
    hostname: listen.host,
    port: listen.port,
  })
  await pages.prepare()
  const render = pages.getRequestHandler()
  if (!isDevelopment) await renderOnce(render, '/login')
  return { pages, decoy, render }
}

/** `discovered`: the first list has been taken in, so that the hosts of unfinished deployments are known. */
const startDiscovery = (specs: DiscoverySpec[], cluster: Cluster, log: Log) => {
  let stopDiscovery = () => {}
  const discovered = new Promise<void>((resolve) => {
    if (specs.length === 0) return resolve()
    const take = (addresses: string[]) =>
      cluster
        .setDiscovered(addresses)
        .catch((error: unknown) => log.error({ err: error }, 'discovered hosts could not be taken in'))
        .finally(resolve)
    stopDiscovery = watchAll(specs, (addresses) => void take(addresses), { log })
  })
  return { stopDiscovery, discovered }
}

const start = async (config: Config, log: Log) => {
  startHeap()
  const specs = parseDiscovery(config.discovery)
  const unlock = await lockDataDirectory(config.dataDirectory)
  const db = await openDatabase(path.join(config.dataDirectory, 'lotse.db'), { log })
  const activity = createActivity(db, log)
  const preparing = preparePages(config)
  const auth = createAuth(db, clock)
  const made = await auth.ensureAdmin(config.adminPassword)
  // At once: whatever fails from here on, the next start makes no other.
  if (made) process.stdout.write(`Sign in as admin with the password ${made.password} (shown this once).\n`)

  const cluster = createCluster({ store: createHostStore(db), log, discoveryTls: config.engineTls })
  const networks = createNetworks({ cluster, log })
  const box = createSecretBox(config.secretKey ?? keyBeside(config.dataDirectory))
  const registries = createRegistries({ db, cluster, box, builds: config.registry })
  let docker: DockerEndpoint | null = null
  const held = () => docker?.claimed() ?? []
  const stacks = createStacks({
    db,
    cluster,
    activity,
    log,
    registries,
    policy: () => ({ strategy: config.strategy }),
    coming: () => moves.coming(),
    held,
  })
  const moves = createMoves({ db, cluster, stacks, registries, activity, log, strategy: config.strategy, held })
  const updates = createUpdates({ cluster, registries, log, now: clock, everyHours: config.updateCheckHours })
  // Before anybody can act: what a killed server was at keeps its stacks and containers to itself.
  await stacks.claim()
  await moves.claim()
  await cluster.start()
  const deathStore = createDeathStore(db)
  const deaths = keepDeaths({
    cluster,
    store: deathStore,
    log,
    isKept: ({ labels }) => !(probeLabel in labels),
  })
  // Before the first looks at the hosts, which keep the process busy for seconds when there are a thousand of them.
  const { pages, decoy, render } = await preparing
  const { stopDiscovery, discovered } = startDiscovery(specs, cluster, log)
  const stopRecovering = recoverRecreations({
    cluster,
    activity,
    log,
    isUnderWay: moves.isRecreated,
    attach: (subject, start) => onceAttached(cluster, start, { subject }),
  })
  void discovered.then(() => cluster.settled(firstLooksMs)).then(settleHeap)
  const started = discovered.then(() => stacks.start()).then(() => moves.start())
  // A host that hangs must not keep the console from those who want to see why; later failures come out in the acts.
  await Promise.race([started, delay(patienceMs)])
  started.catch((error: unknown) => log.error({ err: error }, 'unfinished deployments and moves could not be taken up'))

  const isSecure = config.tls !== null || (config.publicUrl?.startsWith('https:') ?? false)
  const access = { publicUrl: config.publicUrl, isTls: config.tls !== null, isSecure }
  const { strategy, isDevelopment } = config
  const { mode, tls: dockerTls } = openDockerTls(config, box, log)
  const desk = await createDockerAccess({ db, log, clock, mode, listen: config.dockerListen })
  const epoch = randomUUID()
  const parts: ApiParts = {
    auth,
    dockerAccess: desk,
    access,
    activity,
    log,
    cluster,
    networks,
    preferenceStore: createPreferenceStore(db),
    deathStore,
    beforeRemoval: deaths.beforeRemoval,
    registries,
    stacks: onceStarted(stacks, started),
    moves: movesOnceStarted(moves, started),
    updates,
    downloadSizes: createDownloadSizes({ cluster, registries, now: clock }),
    rescheduling: () => docker?.rescheduling ?? null,
    strategy,
    terminals: createTerminals({ cluster, activity, epoch, log }),
    epoch,
    clock,
  }
  let isStarted = false
  void started.then(
    () => {
      isStarted = true
    },
    () => {},
  )
  const isReady = async () =>
    isStarted &&
    (await db.$queryRaw`SELECT 1`.then(
      () => true,
      () => false,
    ))
  const { api } = createConsoleApi(parts, { version, isReady })
  const sockets = createSockets(parts)
  const page = createPageHandler({
    files: isDevelopment ? () => false : createBuiltFiles(path.join(packageRoot, '.next/static'), '/_next/static/'),
    isPage: isDevelopment ? () => true : readPages(path.join(packageRoot, '.next/app-path-routes-manifest.json')),
    render,
    isSignedIn: async ({ headers }) => {
      const header = (name: string) => (typeof headers[name] === 'string' ? headers[name] : undefined)
      return (await identify(auth, access, header)) !== null
    },
    isSecure,
    isDevelopment,
  })
  const server = await startHttpServer(
    {
      tls: config.tls,
      api: getRequestListener(api.fetch, { overrideGlobalObjects: false }),
      page,
      sockets: sockets.handle,
      nextSockets: isDevelopment ? (...args) => void decoy.emit('upgrade', ...args) : null,
      log,
    },
    config.listen,
  )
  const promised = () => [
    ...stacks.promised(),
    ...moves.coming().map((each) => ({ hostId: each.hostId, container: placementContainer(each, new Set()) })),
  ]
  /** What a stack keeps running, or what is being made for it, is its own matter. */
  const ofStacks = async () => {
    // Before that it is not known what is whose.
    await started
    const names = new Set((await stacks.list()).flatMap(({ name, managed }) => (managed ? [name] : [])))
    return ({ stack }: Container) => stack !== null && names.has(stack)
  }
  const kept = (name: string, what: string) => keptFile(path.join(config.dataDirectory, name), log, what)
  const givenUps = kept('given-up.json', 'creates that were given up')
  const requests = kept('rescheduling.json', 'the settings of containers to be rescheduled')
  docker =
    config.dockerListen === null
      ? null
      : await startDockerEndpoint(
          {
            cluster,
            networks,
            registries,
            activity,
            moves,
            promised,
            beforeRemoval: deaths.beforeRemoval,
            strategy,
            version,
            log,
            access: desk.access,
            passesSwarmMode: config.passesSwarmMode,
            reschedules: true,
            isKeptByOthers: ofStacks,
            keptGivenUp: givenUps,
            keptRequests: requests,
          },
          { ...config.dockerListen, tls: dockerTls },
        )
  const stop = async () => {
    await docker?.close()
    await Promise.all([givenUps.settled(), requests.settled()])
    stopDiscovery()
    updates.stop()
    stopRecovering()
    deaths.stop()
    await sockets.close()
    await server.close()
    await moves.stop()
    await stacks.stop()
    await cluster.stop()
    await pages.close()
    await db.$disconnect()
    await unlock()
  }
  return { server, docker, stop }
}

const run = async () => {
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) return void process.stdout.write(usage())
  if (args.includes('--version')) return void process.stdout.write(`${version}\n`)
  const config = readConfig(args, process.env, process.getuid?.() === 0)
  process.umask(0o077)
  const log = createLog(config.logLevel)
  if (config.isInsecure) {
    log.warn(
      { listen: config.listen },
      'listening beyond this machine without TLS: passwords cross the network in the clear',
    )
  }
  // What escapes every handler is a fault of ours, but no reason to take the console from everybody.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a failure nobody waited for'))
  process.on('uncaughtException', (error) => log.error({ err: error }, 'a failure nobody caught'))

  const { server, docker, stop } = await start(config, log)
  process.stdout.write(greetingOf(config, server.address.port, docker?.address ?? null))
  stopOnSignal(stop, log)
}

run().catch((error: unknown) => {
  const fix = error instanceof AppError ? error.details?.fix : undefined
  process.stderr.write(`${messageOf(error)}${fix ? `\n${fix}` : ''}\n`)
  if (!(error instanceof AppError)) process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`)
  process.exit(1)
})
