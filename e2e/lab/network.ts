// The lab's cables: a switch in a namespace of its own with an uplink to the machine, and a cable to each host. The
// switch is kept out of the machine's own namespace because a firewall there (a Docker installed on it, for one) would
// drop what passes between hosts.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemPath } from './machine'
import { launch, run } from './run'
import type { HostPlan, SlotPlan } from './slots'

const env = () => ({ PATH: systemPath() })
const ip = (...args: string[]) => run('ip', args, { env: env() })
const ipIn = (namespace: string, ...args: string[]) => ip('-n', namespace, ...args)

export const createSwitch = async (plan: SlotPlan): Promise<void> => {
  await ip('netns', 'add', plan.switchNamespace)
  await ipIn(plan.switchNamespace, 'link', 'add', 'br0', 'type', 'bridge', 'forward_delay', '0')
  await ipIn(plan.switchNamespace, 'addr', 'add', `${plan.nameserver}/24`, 'dev', 'br0')
  await ipIn(plan.switchNamespace, 'link', 'set', 'br0', 'up')
  await ip('link', 'add', plan.uplink, 'type', 'veth', 'peer', 'name', 'uplink', 'netns', plan.switchNamespace)
  await ipIn(plan.switchNamespace, 'link', 'set', 'uplink', 'master', 'br0', 'up')
  await ip('addr', 'add', `${plan.gateway}/24`, 'dev', plan.uplink)
  await ip('link', 'set', plan.uplink, 'up')
}

const nameserverProgram = fileURLToPath(new URL('./nameserver.mjs', import.meta.url))

export const startNameserver = (plan: SlotPlan, labDirectory: string): Promise<number> =>
  launch(
    'nsenter',
    [`--net=/run/netns/${plan.switchNamespace}`, process.execPath, nameserverProgram, plan.nameserver],
    {
      env: env(),
      logFile: join(labDirectory, 'nameserver.log'),
      labDirectory,
    },
  )

/** A card keeps its address over a power cut: neighbours would else talk to the old one for half a minute. */
const macOf = (ip: string): string =>
  ['02', '4c', ...ip.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))].join(':')

export const createHostNetwork = async (plan: SlotPlan, host: HostPlan): Promise<void> => {
  await ip('netns', 'add', host.namespace)
  await ipIn(
    host.namespace,
    'link',
    'add',
    'eth0',
    'address',
    macOf(host.ip),
    'type',
    'veth',
    'peer',
    'name',
    host.port,
    'netns',
    plan.switchNamespace,
  )
  await ipIn(plan.switchNamespace, 'link', 'set', host.port, 'master', 'br0', 'up')
  await ipIn(host.namespace, 'link', 'set', 'lo', 'up')
  await ipIn(host.namespace, 'addr', 'add', `${host.ip}/24`, 'dev', 'eth0')
  await ipIn(host.namespace, 'link', 'set', 'eth0', 'up')
  await ipIn(host.namespace, 'route', 'add', 'default', 'via', plan.gateway)
}

export const setPort = (plan: SlotPlan, host: HostPlan, position: 'up' | 'down') =>
  ipIn(plan.switchNamespace, 'link', 'set', host.port, position)

export const namespaceNames = async (): Promise<string[]> => {
  const { stdout } = await ip('netns', 'list')
  return stdout.split('\n').flatMap((line) => line.split(' ')[0] || [])
}

/** The cable goes first: the kernel takes its time to clear a namespace. */
export const removeHostNetwork = async (plan: SlotPlan, host: HostPlan): Promise<void> => {
  await ipIn(plan.switchNamespace, 'link', 'del', host.port).catch(() => {})
  await ip('netns', 'del', host.namespace).catch(() => {})
}

export const routeTable = async (): Promise<string> => (await ip('-4', 'route', 'show', 'table', 'all')).stdout

export const linkNames = async (): Promise<string[]> => {
  const { stdout } = await ip('-br', 'link', 'show')
  return stdout.split('\n').flatMap((line) => line.split(/[@\s]/)[0] || [])
}
