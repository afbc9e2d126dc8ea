// Holds requests of whoever has limits against their policy: the route first, then the container that is entered, then the body. For
// an admin none of it is asked.
import type { IncomingMessage } from 'node:http'
import type { DockerPolicy } from '@/lib/contract/docker-access'
import type { BuildAsked } from '../buildkit/asked'
import { isObject, type JsonObject } from '../http/read-body'
import type { RequestTarget } from '../http/request-target'
import { findContainer } from '../objects/find-container'
import type { ProxyContext } from '../types'
import { field, objectIn, wordIn } from './fields'
import { factsOf } from './host-facts'
import { judgeContext, judgeOutputs, judgeSources, outputsIn, textOf } from './judge-build'
import { judgeContainers } from './judge-containers'
import { type Judged, judgeAsked } from './judge-host-config'
import { judgeVolume } from './judge-mounts'
import { isEntry, judgeNeed, needOf } from './route-needs'
import { refuseByRule } from './violation'

const inspectTimeoutMs = 10_000

type Asked = {
  request: Pick<IncomingMessage, 'method' | 'headers' | 'url'>
  target: RequestTarget
  params: Record<string, string>
}

const nameOfRequest = ({ request: { method }, target: { segments } }: Pick<Asked, 'request' | 'target'>): string =>
  `${method} /${segments.join('/')}`

/** Before a route is answered. Throws forbidden. */
export async function guardRoute(
  context: ProxyContext,
  asked: Asked,
  row: { method: string; pattern: string },
): Promise<void> {
  const { policy } = context.caller
  if (policy === null) return
  const target = nameOfRequest(asked)
  const need = needOf(row)
  const violation = judgeNeed(policy, need, asked.request.method ?? '')
  if (violation !== null) refuseByRule(context, target, violation)
  // Engines take what a form says before what the path says, and older ones split it at semicolons too.
  if (/form-/i.test(asked.request.headers['content-type'] ?? '') || asked.target.query.includes(';')) {
    const what = 'forms and semicolons in the path can say one thing here and another there'
    refuseByRule(context, target, { rule: 'unknown-requests', what })
  }
  if (isEntry(need)) {
    const { id } = findContainer(context.cluster, asked.params.ref ?? '')
    // From here on this one, whoever has its name in the meantime.
    asked.params.ref = id
    const inner = await judgeContainers(context, policy, [id])
    if (inner !== null) refuseByRule(context, target, inner)
  }
  // From a folder of the host, and it is whatever was written there.
  if (asked.target.search.has('checkpoint') || asked.target.search.has('checkpoint-dir')) {
    refuseByRule(context, target, { rule: 'unknown-requests', what: 'nobody here knows what a checkpoint holds' })
  }
  if (row.pattern === '/exec/:id/start') await guardExecStart(context, policy, asked)
}

/** An exec that somebody else has made and not started yet. */
async function guardExecStart(context: ProxyContext, policy: DockerPolicy, asked: Asked): Promise<void> {
  const id = asked.params.id ?? ''
  const hostId = await context.execs.find(id)
  const exec = await context.cluster
    .engine(hostId)
    .json<JsonObject>('GET', `/exec/${encodeURIComponent(id)}/json`, { timeoutMs: inspectTimeoutMs })
  guardExec(context, objectIn(exec, 'ProcessConfig'), nameOfRequest(asked))
  const violation = await judgeContainers(context, policy, [String(exec.ContainerID ?? '')])
  if (violation !== null) refuseByRule(context, nameOfRequest(asked), violation)
}

async function guardJudged(context: ProxyContext, policy: DockerPolicy, target: string, { violation, joins }: Judged) {
  const found = violation ?? (await judgeContainers(context, policy, joins))
  if (found !== null) refuseByRule(context, target, found)
}

type Pin = (body: JsonObject) => JsonObject
const asItIs: Pin = (body) => body

/** Containers that it joins, by the ids of those that were looked at: a name may have gone to another one in the meantime. */
const pinTo =
  (ids: ReadonlyMap<string, string>): Pin =>
  (body) => {
    if (ids.size === 0 || !isObject(body.HostConfig)) return body
    const idOf = (ref: string): string => ids.get(ref) ?? ref
    const config = Object.entries(body.HostConfig).map(([name, value]): [string, unknown] => {
      if (typeof value === 'string' && value.startsWith('container:'))
        return [name, `container:${idOf(value.slice(10))}`]
      if (name !== 'VolumesFrom' || !Array.isArray(value)) return [name, value]
      const pinned = value.map((each) => {
        const [ref = '', ...modes] = String(each).split(':')
        return [idOf(ref), ...modes].join(':')
      })
      return [name, pinned]
    })
    return { ...body, HostConfig: Object.fromEntries(config) }
  }

/** Kernel parameters by another way than `Sysctls`. */
const endpointSysctls = 'com.docker.network.endpoint.sysctls'

function guardEndpoint(context: ProxyContext, endpoint: unknown, target: string): void {
  if (context.caller.policy?.hostSettings !== false || !isObject(endpoint)) return
  if (!Object.hasOwn(objectIn(endpoint, 'DriverOpts'), endpointSysctls)) return
  refuseByRule(context, target, { rule: 'host-settings', what: `${endpointSysctls} is given` })
}

/** Of whoever joins a network later. */
export const guardJoin = (context: ProxyContext, body: JsonObject, target: string): void =>
  guardEndpoint(context, field(body, 'EndpointConfig'), target)

/** The body of a create as it will be sent. Throws forbidden. */
export async function guardCreate(context: ProxyContext, body: JsonObject, target: string): Promise<Pin> {
  const { policy } = context.caller
  if (policy === null) return asItIs
  const facts = factsOf(context)
  const ids = new Map<string, string>()
  for (const config of [objectIn(body, 'HostConfig'), body]) {
    const { violation, joins } = judgeAsked(policy, config, facts)
    for (const ref of joins) ids.set(ref, findContainer(context.cluster, ref.replace(/^\//, '')).id)
    await guardJudged(context, policy, target, { violation, joins: joins.map((ref) => ids.get(ref) ?? ref) })
  }
  const endpoints = objectIn(objectIn(body, 'NetworkingConfig'), 'EndpointsConfig')
  for (const each of Object.values(endpoints)) guardEndpoint(context, each, target)
  if (!policy.hostNamespaces && Object.keys(endpoints).some(facts.isHostNetwork)) {
    refuseByRule(context, target, { rule: 'host-namespaces', what: 'the network of the host is joined' })
  }
  return pinTo(ids)
}

export async function guardUpdate(context: ProxyContext, body: JsonObject, target: string): Promise<void> {
  const { policy } = context.caller
  if (policy !== null) await guardJudged(context, policy, target, judgeAsked(policy, body, factsOf(context)))
}

export function guardExec(context: ProxyContext, body: JsonObject, target: string): void {
  const { policy } = context.caller
  if (policy === null || policy.privileged) return
  if (field(body, 'Privileged'))
    refuseByRule(context, target, { rule: 'privileged', what: 'the command is privileged' })
}

export function guardVolume(context: ProxyContext, body: JsonObject, target: string): void {
  const { policy } = context.caller
  if (policy === null) return
  const violation = judgeVolume(policy, wordIn(body, 'Driver'), objectIn(body, 'DriverOpts'))
  if (violation !== null) refuseByRule(context, target, violation)
}

/** The others put containers on the network that the host itself is in. */
const ownDrivers = new Set(['bridge', 'overlay', 'null', 'none', ''])
/** A link of the host by its name. */
const linkOptions = ['com.docker.network.bridge.name', 'parent']

export function guardNetwork(context: ProxyContext, body: JsonObject, target: string): void {
  const { policy } = context.caller
  if (policy === null || policy.hostNamespaces) return
  const driver = wordIn(body, 'Driver')
  if (!ownDrivers.has(driver)) {
    refuseByRule(context, target, { rule: 'host-namespaces', what: `the network driver ${driver} uses the host's own` })
  }
  const link = linkOptions.find((name) => wordIn(objectIn(body, 'Options'), name) !== '')
  if (link !== undefined)
    refuseByRule(context, target, { rule: 'host-namespaces', what: `${link} names a link of the host` })
}

/** Writes the outputs of the build anew when they were judged. */
export async function guardBuild(context: ProxyContext, search: URLSearchParams, target: string): Promise<void> {
  const { policy } = context.caller
  if (policy === null) return
  const all = (name: string) => search.getAll(name).filter((value) => value.trim() !== '')
  const asked = {
    NetworkMode: all('networkmode').find((mode) => mode.toLowerCase() !== 'default') ?? '',
    CgroupParent: all('cgroupparent')[0] ?? '',
    SecurityOpt: all('securityopt').filter((value) => value !== '[]'),
  }
  // Of several the engine takes the first; of none of them may anything be wrong.
  const modes = all('networkmode').map((NetworkMode) => ({ ...asked, NetworkMode }))
  const outputs = all('outputs').map(outputsIn)
  const found = [
    judgeOutputs(policy, { outputs: outputs.flat(), cacheOutputs: [] }),
    ...all('remote').map((each) => judgeContext(policy, each)),
  ]
  const violation = found.find((each) => each !== null)
  if (violation) refuseByRule(context, target, violation)
  if (!policy.files) {
    search.delete('outputs')
    for (const each of outputs) search.append('outputs', textOf(each))
  }
  for (const config of modes.length > 0 ? modes : [asked]) {
    await guardJudged(context, policy, target, judgeAsked(policy, config, factsOf(context)))
  }
}

/** Of a build by BuildKit, which is read only if somebody has limits. */
export async function guardBuildKit(context: ProxyContext, read: () => BuildAsked, target: string): Promise<void> {
  const { policy } = context.caller
  if (policy === null) return
  const asked = read()
  for (const each of asked.entitlements) {
    if (each === 'network.host' && policy.hostNamespaces) continue
    if (each === 'security.insecure' && policy.privileged) continue
    const rule = each === 'network.host' ? 'host-namespaces' : 'privileged'
    refuseByRule(context, target, { rule, what: `the build asks for ${each}` })
  }
  const violation = judgeOutputs(policy, asked) ?? judgeSources(policy, asked)
  if (violation !== null) refuseByRule(context, target, violation)
  const { attrs } = asked
  const CgroupParent = [attrs['cgroup-parent'] ?? '', ...asked.cgroupParents].find((each) => each !== '') ?? ''
  const config = { NetworkMode: attrs['force-network-mode'] ?? '', CgroupParent }
  await guardJudged(context, policy, target, judgeAsked(policy, config, factsOf(context)))
}

/** Programs beside those of a build: engines before 25.0.2 give them whatever they ask for, also what the build was not granted. */
export function guardBuildProcess(context: ProxyContext, target: string): void {
  const { policy } = context.caller
  if (policy === null || (policy.privileged && policy.hostNamespaces)) return
  refuseByRule(context, target, { rule: 'privileged', what: 'the build starts programs beside its own' })
}

/** An image from an archive that an engine is to get by itself. */
export function guardImport(context: ProxyContext, search: URLSearchParams, target: string): void {
  if (context.caller.policy?.engineCalls !== false) return
  const source = search.getAll('fromSrc').find((each) => each !== '' && each !== '-')
  if (source === undefined) return
  refuseByRule(context, target, { rule: 'engine-calls', what: `the image comes from ${source.slice(0, 100)}` })
}

/** A file of what was built, handed to the client. */
export function guardBuildFile(context: ProxyContext, target: string): void {
  if (context.caller.policy?.files !== false) return
  refuseByRule(context, target, { rule: 'files', what: 'the build hands out a file of what it makes' })
}

/** Calls to the builder of which nobody here knows what they can do. */
export function guardUnknownCall(context: ProxyContext, path: string): void {
  if (context.caller.policy === null) return
  refuseByRule(context, path, { rule: 'unknown-requests', what: 'nobody here knows what this request can do' })
}
