// What networks offer to the rest of the server. Every method answers within a few seconds whatever the engines do:
// what a silent host would have said is taken from what was last seen.

import type { DoctorRequest, DoctorResult } from '@/lib/contract/doctor'
import type { PortMap, SubnetMap } from '@/lib/contract/network-maps'
import type {
  ConnectRequest,
  CreateNetworkRequest,
  DisableOverlayRequest,
  DisconnectRequest,
  EnableOverlayRequest,
  Network,
  NetworkDetail,
  OverlayResult,
  OverlayStatus,
  OverlayStep,
} from '@/lib/contract/networks'
import type { AskReach } from './ask-reach'
import type { DoctorProgress } from './doctor'
import type { FreeQuestion } from './port-map'

/** Called when a step starts and again when it ends. */
export type OverlayProgress = (step: OverlayStep) => void

/** `force`: also when containers that do not run, or hosts that do not answer, were last seen on it. */
export type RemoveNetworkOptions = {
  force?: boolean
  /** As engines remove a network: what has stopped does not keep it. */
  stoppedMayLack?: boolean
}

export interface Networks {
  overlayStatus(): Promise<OverlayStatus>
  /**
   * Joins the hosts into one Swarm-mode cluster. Throws only when nothing can be begun (bad request, a host that cannot);
   * a step that fails is in the result, and the same request again goes on from there. One at a time: a second waits.
   */
  enableOverlay(request: EnableOverlayRequest, onProgress?: OverlayProgress): Promise<OverlayResult>
  /** Takes hosts out again. Throws in_use, naming containers, unless forced. */
  disableOverlay(request: DisableOverlayRequest, onProgress?: OverlayProgress): Promise<OverlayResult>

  /** Throws name_taken, subnet_overlap, invalid_input, not_supported or host_unreachable, each saying what to do. */
  create(request: CreateNetworkRequest): Promise<Network>
  /** By id, unique prefix of an id, `host/name` or name; with every endpoint on every host. */
  detail(ref: string): Promise<NetworkDetail>
  remove(ref: string, options?: RemoveNetworkOptions): Promise<void>
  /** An overlay that its host gets a moment late is asked for again, before which `beforeAgain` may throw. */
  connect(ref: string, request: ConnectRequest, beforeAgain?: () => void): Promise<void>
  disconnect(ref: string, request: DisconnectRequest): Promise<void>

  /** From memory: no engine is asked. */
  readonly reach: AskReach
  portMap(question: FreeQuestion): PortMap
  /** `prefix`: of the free subnet to propose. */
  subnetMap(prefix: number): Promise<SubnetMap>
  /** Each host is asked for at most some 40 s; those that are silent are not asked. */
  doctor(ref: string, request: DoctorRequest, onHost?: DoctorProgress): Promise<DoctorResult>
}
