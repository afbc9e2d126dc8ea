// On a real engine: a changed container keeps everything that was not changed, and one that fails leaves the first as it was.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import type { ContainerEdit } from '@/lib/contract/recreate'
import { type Engine, openEngine } from '@/server/docker/engine'
import { recreate } from './recreate'
import type { Inspect } from './types'

let lab: Lab
let engine: ReturnType<typeof openEngine>

beforeAll(async () => {
  lab = await startLab({ hosts: 1, registry: false })
  engine = openEngine(lab.hosts[0]?.address ?? '')
})
afterAll(async () => {
  engine?.close()
  await lab?.down()
})

const docker = async (...args: string[]) => (await lab.docker('n1', ...args)).stdout.trim()
const inspect = (name: string) => (engine as Engine).json<Inspect>('GET', `/containers/${name}/json`)
const change = (id: string, edit: ContainerEdit) =>
  recreate(engine, id, edit, { authFor: async () => undefined, report: () => {}, steadyMs: 2_500 })

/** What must be the same: all settings, and of the networks what was asked for. */
const settings = ({ Config, HostConfig, NetworkSettings, Mounts, Name }: Inspect) => ({
  Name,
  Config: { ...Config, Env: Config.Env as string[] },
  // Volumes without a name are asked for by it afterwards; `mounts` compares what there is.
  HostConfig: { ...HostConfig, Mounts: undefined },
  mounts: (Mounts ?? []).map(({ Type, Name: name, Destination, RW }) => `${Type} ${name} ${Destination} ${RW}`).sort(),
  networks: Object.fromEntries(
    Object.entries(NetworkSettings?.Networks ?? {}).map(([name, endpoint]) => [
      name,
      {
        aliases: (endpoint?.Aliases ?? []).filter((alias) => !/^[0-9a-f]{12}$/.test(alias)).sort(),
        ipam: endpoint?.IPAMConfig ?? {},
        mac: name === 'front' ? endpoint?.MacAddress : undefined,
      },
    ]),
  ),
})

it('keeps all that is not changed, and puts the original back when the new one fails', async () => {
  await docker('network', 'create', '--subnet', '10.77.0.0/24', 'front')
  await docker('network', 'create', '--subnet', '10.78.0.0/24', 'back')
  const id = await docker(
    ...'create --name whole --hostname shop --init --restart on-failure:3 --network front --ip 10.77.0.9'.split(' '),
    ...'--network-alias www --mac-address 02:11:22:33:44:55 -p 18080:80 -p 127.0.0.1::53/udp --expose 9000'.split(' '),
    ...'-e MODE=fast -e API_TOKEN=s3cret -l team=x --user 0:0 --workdir /srv --stop-timeout 1 --stop-signal SIGINT'.split(
      ' ',
    ),
    ...'--cap-add NET_ADMIN --cap-drop MKNOD --security-opt no-new-privileges --ulimit nofile=1000:2000'.split(' '),
    ...'--sysctl net.ipv4.ip_forward=1 --tmpfs /scratch:size=1m --shm-size 16m --memory 64m --cpus 0.5'.split(' '),
    ...'--pids-limit 50 --dns 10.0.0.53 --add-host db:10.0.0.7 --log-opt max-size=1m --read-only'.split(' '),
    ...'-v data:/data -v /anonymous -v /etc/hostname:/seen:ro'.split(' '),
    ...['--health-cmd', 'true', '--health-interval', '1s', 'busybox', 'sleep', '100000'],
  )
  await docker('network', 'connect', '--alias', 'behind', '--ip', '10.78.0.5', 'back', 'whole')
  await docker('start', 'whole')
  await docker('exec', 'whole', 'sh', '-c', 'echo kept > /data/a; echo kept > /anonymous/b')
  const before = await inspect('whole')

  const end = await change(id, { setEnv: { MODE: 'slow' }, memoryBytes: 32 * 2 ** 20 })
  expect(end).toMatchObject({ outcome: 'recreated', message: '' })
  const after = await inspect('whole')
  expect(after.Id).toBe(end.containerId)
  expect(after.Id).not.toBe(id)
  expect(after.State?.Health?.Status).toBe('healthy')
  const [was, is] = [settings(before), settings(after)]
  // In the order that there was, which the docker command line leaves to chance.
  expect(was.Config.Env).toContain('MODE=fast')
  expect(is.Config.Env).toEqual(was.Config.Env.map((each) => (each === 'MODE=fast' ? 'MODE=slow' : each)))
  expect(is.HostConfig).toEqual({ ...was.HostConfig, Memory: 32 * 2 ** 20, MemorySwap: 64 * 2 ** 20 })
  expect({ ...is, HostConfig: null, Config: { ...is.Config, Env: null } }).toEqual({
    ...was,
    HostConfig: null,
    Config: { ...was.Config, Env: null },
  })
  expect(await docker('exec', 'whole', 'cat', '/data/a', '/anonymous/b')).toBe('kept\nkept')
  expect(await docker('ps', '-aq', '--filter', 'name=before-edit')).toBe('')

  const failed = await change(after.Id, { command: ['sh', '-c', 'echo broken; exit 5'], restart: { name: 'no' } })
  expect(failed).toMatchObject({
    outcome: 'restored',
    containerId: after.Id,
    message: expect.stringMatching(/ended with 5.*broken.*The original whole is back.*running again/),
  })
  const missing = await change(after.Id, { image: 'lotse.invalid/none:1' })
  expect(missing).toMatchObject({ outcome: 'restored', message: expect.stringContaining('could not be pulled') })
  const back = await inspect('whole')
  expect(back.Id).toBe(after.Id)
  expect(back.State?.Running).toBe(true)
  expect(settings(back)).toEqual(settings(after))
  expect((await docker('ps', '-aq')).split('\n')).toHaveLength(1)
}, 120_000)
