// Carries out the plan of disabling, with the consent that containers lose their overlays.
import type { DisableOverlayRequest, OverlayResult } from '@/lib/contract/networks'
import { AppError } from '@/server/errors'
import { type DisableAct, overlayUsers, planDisable } from './disable-plan'
import { askManager, managerOf, type OverlayContext, observeFresh, requestedHosts, resultOf } from './overlay-context'
import { createStepRunner } from './overlay-steps'
import { awaitNode, leaveSwarm, removeNode, setRole } from './swarm-api'
import type { OverlayProgress } from './types'

const wordsFor = (act: DisableAct): { running: string; done: string } => {
  const name = act.host.name
  switch (act.kind) {
    case 'promote':
      return { running: `Make ${name} a manager`, done: `${name} is a manager` }
    case 'demote':
      return { running: `Make ${name} a worker`, done: `${name} is a worker` }
    case 'leave':
      return { running: `Take ${name} out`, done: act.last ? `${name} left, and the cluster ended` : `${name} left` }
    case 'remove-node':
      return { running: `Strike off ${name}`, done: `${name} is struck off` }
  }
}

const perform = async (context: OverlayContext, clusterId: string, act: DisableAct): Promise<void> => {
  if (act.kind === 'leave') {
    // Forced: a manager has laid down its post before, though its engine may take a moment to notice.
    await leaveSwarm(context.cluster.engine(act.host.id), true)
    if (act.last) return
    // A node is only removed once the managers see that it has gone; forced, for it said so itself.
    return askManager(context, clusterId, (manager) => removeNode(manager, act.nodeId, true))
  }
  // The host that lays down its post must not be the one that is asked about it.
  const others = context.observer.managerEngines(clusterId).filter((engine) => engine.address !== act.host.address)
  const manager = others[0] ?? managerOf(context, clusterId)
  if (act.kind === 'remove-node') return askManager(context, clusterId, (other) => removeNode(other, act.nodeId, true))
  const role = act.kind === 'promote' ? 'manager' : 'worker'
  await setRole(manager, act.nodeId, role)
  await awaitNode(manager, act.nodeId, `${act.host.name} as a ${role}`, (node) =>
    role === 'manager' ? node.reachable : node.role === 'worker' && node.managerAddress === null,
  )
  await context.cluster.refresh(act.host.id, ['info']).catch(() => undefined)
}

export const disableOverlay = async (
  context: OverlayContext,
  request: DisableOverlayRequest,
  onProgress: OverlayProgress,
): Promise<OverlayResult> => {
  const requested = requestedHosts(context, request.hostIds)
  const facts = await observeFresh(context, requested)
  const ids = new Set(requested.map((host) => host.id))
  const hosts = facts.hosts.filter((host) => ids.has(host.id))
  const plan = planDisable(facts, hosts, request.force)
  if (plan.obstacle) throw new AppError('conflict', plan.obstacle.message, { details: { fix: plan.obstacle.fix } })
  const leaving = [...new Set(plan.acts.flatMap((act) => (act.kind === 'promote' ? [] : [act.host])))]
  const containers = leaving.flatMap((host) => context.cluster.containersOf({ hostId: host.id }))
  const users = overlayUsers(leaving, containers, context.cluster.networks())
  if (users.length > 0 && !request.force) {
    throw new AppError('in_use', `These containers would lose their overlay network: ${users.join(', ')}.`, {
      details: { fix: 'Stop or move them first, or force it.', containers: users },
    })
  }
  const runner = createStepRunner(context.log, onProgress)
  const failed = new Set<string>()
  for (const act of plan.acts) {
    // A host whose demotion failed must not leave: it would take its vote with it.
    if (failed.has(act.host.id)) continue
    const done = await runner.run(act.kind, act.host, wordsFor(act), () =>
      perform(context, plan.swarm?.clusterId ?? '', act),
    )
    if (!done) failed.add(act.host.id)
    if (!done && act.kind === 'promote') break
  }
  await Promise.allSettled(hosts.map((host) => context.cluster.refresh(host.id, ['info', 'networks'])))
  return resultOf(context, runner, hosts)
}
