// The key-value store of the older engines: they find each other's overlay networks in it.
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { labDirectory } from './locations'
import { launch } from './run'
import { planSlot } from './slots'
import type { LabState } from './state'
import type { Toolchain } from './toolchain'
import { until } from './waiting'

export const startStore = async (state: LabState, toolchain: Toolchain, signal: AbortSignal): Promise<void> => {
  const directory = labDirectory(state.name)
  const { gateway } = planSlot(state.slot)
  const client = `http://${gateway}:2379`
  const peer = `http://${gateway}:2380`
  const logFile = join(directory, 'etcd.log')
  await mkdir(join(directory, 'etcd'), { recursive: true, mode: 0o700 })
  const addresses = ['--listen-client-urls', client, '--advertise-client-urls', client]
  const peers = [
    '--listen-peer-urls',
    peer,
    '--initial-advertise-peer-urls',
    peer,
    '--initial-cluster',
    `default=${peer}`,
  ]
  await launch(toolchain.etcd, ['--enable-v2', '--data-dir', join(directory, 'etcd'), ...addresses, ...peers], {
    env: toolchain.env,
    logFile,
    labDirectory: directory,
  })
  await until(
    () =>
      fetch(`${client}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    async () => `The key-value store did not start: ${await readFile(logFile, 'utf8')}`,
    30_000,
    signal,
  )
}
