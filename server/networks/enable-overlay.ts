// Carries out the plan of enabling: begins a Swarm-mode cluster if there is none, then managers one by one (each changes the
// quorum), then workers together, then roles. A failed step leaves its host as it was and the others go on.
import { setTimeout as delay } from 'node:timers/promises'
import type { Host } from '@/lib/contract/hosts'
import type { EnableOverlayRequest, OverlayResult } from '@/lib/contract/networks'
import type { Engine } from '@/server/docker/engine'
import { AppError, messageOf } from '@/server/errors'
import { advertiseAddresses } from './advertise-address'
import { formatRange } from './cidr'
import { type EnableAct, planEnable, type Refusal } from './enable-plan'
import { inParallel } from './in-parallel'
import type { OverlayContext } from './overlay-context'
import { managerOf, observeFresh, requestedHosts, resultOf } from './overlay-context'
import { type OverlayFacts, primarySwarm } from './overlay-facts'
import { portsFix } from './overlay-status'
import { createStepRunner, type StepRunner } from './overlay-steps'
import { chooseSwarmPool } from './subnets'
import { awaitNode, initSwarm, joinSwarm, leaveSwarm, localNodeState, readNodes, setRole } from './swarm-api'
import type { OverlayProgress } from './types'

type JoinAct = Extract<EnableAct, { kind: 'join' }>
type RoleAct = Extract<EnableAct, { kind: 'promote' | 'demote' }>

const refuse = (refused: Refusal[]): never => {
  const [first] = refused
  const fix = first?.fix
  throw new AppError('conflict', refused.map(({ message }) => message).join(' '), {
    details: {
      ...(fix === undefined ? {} : { fix }),
      hosts: refused.map(({ host, ...reason }) => ({ hostId: host.id, hostName: host.name, ...reason })),
    },
  })
}

const earlierJoinMs = 30_000

/** A host that hung carries out what it was asked then once it goes on. To break that off would take a vote with it. */
const awaitEarlierJoin = async (engine: Engine): Promise<string> => {
  const deadline = performance.now() + earlierJoinMs
  for (;;) {
    const state = await localNodeState(engine).catch(() => 'unknown')
    if (state === 'active' || performance.now() > deadline) return state
    await delay(500)
  }
}

/** The engine goes on trying in the background after its own time-out. It must not turn up in the cluster an hour later. */
const join = async (engine: Engine, manager: Engine, act: JoinAct): Promise<void> => {
  const addresses = (await readNodes(manager, 10_000)).flatMap((node) =>
    node.managerAddress && node.reachable ? [node.managerAddress] : [],
  )
  try {
    await joinSwarm(engine, { engine: manager, addresses }, act)
  } catch (error) {
    const isEarlier = /already part of a swarm/i.test(messageOf(error))
    const state = isEarlier ? await awaitEarlierJoin(engine) : await localNodeState(engine).catch(() => 'unknown')
    if (state === 'active') return
    if (state === 'pending' || state === 'error') await leaveSwarm(engine, true).catch(() => undefined)
    throw error
  }
}

/** A manager that has just joined may be between two leaders for a moment. */
const patiently = async (act: () => Promise<void>): Promise<void> => {
  try {
    await act()
  } catch (error) {
    if (!/leader|gives no join token/i.test(messageOf(error))) throw error
    await delay(2000)
    await act()
  }
}

const currentCluster = (facts: OverlayFacts): string => {
  const id = primarySwarm(facts)?.clusterId
  if (id) return id
  throw new AppError('engine_error', 'The new Swarm-mode cluster does not show itself.', {
    details: { fix: 'Look at dockerd on its first manager, then try again.' },
  })
}

const changeRole = async (context: OverlayContext, clusterId: string, act: RoleAct): Promise<void> => {
  const role = act.kind === 'promote' ? 'manager' : 'worker'
  const manager = managerOf(context, clusterId)
  await setRole(manager, act.nodeId, role)
  // The raft group has changed only when the node itself has taken up or laid down its post.
  await awaitNode(managerOf(context, clusterId), act.nodeId, `${act.host.name} as a ${role}`, (node) =>
    role === 'manager' ? node.reachable : node.role === 'worker' && node.managerAddress === null,
  )
}

const checkPorts = async (context: OverlayContext, runner: StepRunner, acts: EnableAct[]): Promise<void> => {
  const hosts = acts.flatMap((act) =>
    act.kind === 'init' || act.kind === 'join' ? (context.cluster.host(act.host.id) ?? []) : [],
  )
  const blocked = await context.ports.now(hosts)
  for (const host of hosts) {
    const ports = blocked.get(host.id) ?? []
    if (ports.length === 0) continue
    const list = ports.map((port) => `${port}/tcp`).join(' and ')
    runner.fail('check-ports', host, `${list} of ${host.name} cannot be reached from the Lotse server.`, portsFix)
  }
}

const perform = async (
  context: OverlayContext,
  runner: StepRunner,
  acts: EnableAct[],
  known: string | null,
): Promise<void> => {
  let clusterId = known
  for (const act of acts) {
    if (act.kind !== 'init') continue
    const words = { running: `Begin a cluster on ${act.host.name}`, done: `${act.host.name} is the first manager` }
    const began = await runner.run('init', act.host, words, async () => {
      const pool = chooseSwarmPool(await context.usedRanges())
      await initSwarm(context.cluster.engine(act.host.id), act.address, pool && formatRange(pool))
      clusterId = currentCluster(await observeFresh(context, [act.host]))
    })
    // Without a cluster there is nothing to join; the same request starts over.
    if (!began) return
  }
  if (clusterId === null) return
  const id = clusterId
  const joinOne = (act: JoinAct) => {
    const words = {
      running: `Join ${act.host.name} as a ${act.role}`,
      done: `${act.host.name} joined as a ${act.role}`,
    }
    return runner.run('join', act.host, words, () =>
      patiently(() => join(context.cluster.engine(act.host.id), managerOf(context, id), act)),
    )
  }
  const joins = acts.filter((act) => act.kind === 'join')
  for (const act of joins) if (act.role === 'manager') await joinOne(act)
  await inParallel(
    joins.filter((act) => act.role === 'worker'),
    8,
    joinOne,
  )
  await performRoles(context, runner, acts, id)
}

const performRoles = async (
  context: OverlayContext,
  runner: StepRunner,
  acts: EnableAct[],
  clusterId: string,
): Promise<void> => {
  for (const act of acts) {
    if (act.kind !== 'promote' && act.kind !== 'demote') continue
    const role = act.kind === 'promote' ? 'manager' : 'worker'
    const words = { running: `Make ${act.host.name} a ${role}`, done: `${act.host.name} is a ${role}` }
    await runner.run(act.kind, act.host, words, () => changeRole(context, clusterId, act))
  }
}

/** A manager that failed to join may leave an even number, which holds worse than the odd one below: others make up for it. */
const evenOut = async (
  context: OverlayContext,
  runner: StepRunner,
  hosts: Host[],
  acts: EnableAct[],
): Promise<void> => {
  const failed = new Set(runner.steps.flatMap((step) => (step.state === 'failed' ? [step.hostId] : [])))
  if (!acts.some((act) => act.kind === 'join' && act.role === 'manager' && failed.has(act.host.id))) return
  const joined = hosts.filter((host) => !failed.has(host.id))
  const facts = await observeFresh(context, joined)
  const plan = planEnable(facts, { hostIds: joined.map((host) => host.id), addresses: {} }, new Map())
  if (plan.swarm?.clusterId) await performRoles(context, runner, plan.acts, plan.swarm.clusterId)
}

export const enableOverlay = async (
  context: OverlayContext,
  request: EnableOverlayRequest,
  onProgress: OverlayProgress,
): Promise<OverlayResult> => {
  const hosts = requestedHosts(context, request.hostIds)
  const runner = createStepRunner(context.log, onProgress)
  const facts = await observeFresh(context, hosts)
  const addresses = await advertiseAddresses(facts.hosts, request.addresses)
  const plan = planEnable(facts, request, addresses)
  if (plan.obstacle) {
    throw new AppError('conflict', plan.obstacle.message, { details: { fix: plan.obstacle.fix } })
  }
  const wanted = new Set(hosts.map((host) => host.id))
  if (plan.acts.length === 0 && plan.refused.length === wanted.size) refuse(plan.refused)
  for (const { host, message, fix } of plan.refused) runner.fail('join', host, message, fix)
  await perform(context, runner, plan.acts, plan.swarm?.clusterId ?? null)
  await evenOut(context, runner, hosts, plan.acts)
  await Promise.allSettled(hosts.map((host) => context.cluster.refresh(host.id, ['info', 'networks'])))
  await checkPorts(context, runner, plan.acts)
  return resultOf(context, runner, hosts)
}
