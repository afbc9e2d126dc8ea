// All of the console's API, put together.
import { createApi } from './create-api'
import { createRequestCounter } from './metrics'
import type { ApiParts } from './parts'
import { activityRoutes } from './routes/activity-routes'
import { boardRoutes } from './routes/board-routes'
import { containerFileRoutes } from './routes/container-file-routes'
import { containerHistoryRoutes } from './routes/container-history-routes'
import { containerLogRoutes } from './routes/container-log-routes'
import { containerRecreateRoutes } from './routes/container-recreate-routes'
import { containerRoutes } from './routes/container-routes'
import { containerStatsRoutes } from './routes/container-stats-routes'
import { containerTerminalRoutes } from './routes/container-terminal-routes'
import { dockerAccessRoutes } from './routes/docker-access-routes'
import { doctorRoutes } from './routes/doctor-routes'
import { documentRoutes } from './routes/document-routes'
import { eventRoutes } from './routes/event-routes'
import { hostRoutes } from './routes/host-routes'
import { imageRoutes } from './routes/image-routes'
import { labelRoutes } from './routes/label-routes'
import { logRoutes } from './routes/log-routes'
import { moveRoutes } from './routes/move-routes'
import { networkRoutes } from './routes/network-routes'
import { overlayRoutes } from './routes/overlay-routes'
import { overviewRoutes } from './routes/overview-routes'
import { placementRoutes } from './routes/placement-routes'
import { preferenceRoutes } from './routes/preference-routes'
import { pruneRoutes } from './routes/prune-routes'
import { reachRoutes } from './routes/reach-routes'
import { registryRoutes } from './routes/registry-routes'
import { reschedulingRoutes } from './routes/rescheduling-routes'
import { sessionRoutes } from './routes/session-routes'
import { stackRoutes } from './routes/stack-routes'
import { systemRoutes } from './routes/system-routes'
import { terminalRoutes } from './routes/terminal-routes'
import { tokenRoutes } from './routes/token-routes'
import { updateRoutes } from './routes/update-routes'
import { volumeRoutes } from './routes/volume-routes'

export type ConsoleApiOptions = { version: string; isReady(): boolean | Promise<boolean> }

export const createConsoleApi = (parts: ApiParts, { version, isReady }: ConsoleApiOptions) => {
  const requests = createRequestCounter()
  const described = [
    ...sessionRoutes(parts),
    ...tokenRoutes(parts),
    ...preferenceRoutes(parts),
    ...overviewRoutes(parts),
    ...hostRoutes(parts),
    ...labelRoutes(parts),
    ...containerRoutes(parts),
    ...containerLogRoutes(parts),
    ...containerStatsRoutes(parts),
    ...logRoutes(parts),
    ...containerTerminalRoutes(parts),
    ...terminalRoutes(parts),
    ...containerFileRoutes(parts),
    ...containerHistoryRoutes(parts),
    ...containerRecreateRoutes(parts),
    ...reschedulingRoutes(parts),
    ...placementRoutes(parts),
    ...boardRoutes(parts),
    ...moveRoutes(parts),
    ...networkRoutes(parts),
    ...overlayRoutes(parts),
    ...reachRoutes(parts),
    ...doctorRoutes(parts),
    ...imageRoutes(parts),
    ...volumeRoutes(parts),
    ...pruneRoutes(parts),
    ...registryRoutes(parts),
    ...dockerAccessRoutes(parts),
    ...updateRoutes(parts),
    ...stackRoutes(parts),
    ...activityRoutes(parts),
    ...eventRoutes(parts),
    ...systemRoutes(parts, requests, isReady),
  ]
  const endpoints = [...described, ...documentRoutes(described, version)]
  return { api: createApi(endpoints, parts, requests), endpoints }
}
