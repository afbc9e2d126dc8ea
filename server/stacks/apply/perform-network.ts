// Networks and volumes of a stack on one engine.
import type { Network } from '@/server/compose/model'
import type { NetworkSummary } from '@/server/docker/api-types'
import { AppError } from '@/server/errors'
import { composeLabel, lotseLabel } from '../labels'
import { inputOf } from '../operations'
import type { Act, Performer } from './context'
import { isStatus } from './engine-answers'
import { pause } from './pause'

const stackLabels = (act: Act) => ({
  [composeLabel.project]: act.stack,
  [lotseLabel.deployment]: act.deploymentId,
})

const networkBody = (act: Act, network: Network, key: string, driver: string): Record<string, unknown> => ({
  Name: network.name,
  Driver: driver,
  CheckDuplicate: true,
  Attachable: driver === 'overlay' ? true : network.attachable,
  Internal: network.internal ?? false,
  EnableIPv6: network.enable_ipv6 ?? false,
  IPAM: {
    Driver: network.ipam.driver ?? 'default',
    Options: network.ipam.options,
    Config: (network.ipam.config ?? []).map((pool) => ({
      Subnet: pool.subnet,
      Gateway: pool.gateway,
      IPRange: pool.ip_range,
      AuxiliaryAddresses: pool.aux_addresses,
    })),
  },
  Options: network.driver_opts,
  Labels: { ...network.labels, ...stackLabels(act), [composeLabel.network]: key },
})

const named = async (act: Act, name: string): Promise<NetworkSummary | undefined> => {
  const filters = JSON.stringify({ name: [name] })
  const found = await act.engine.json<NetworkSummary[]>('GET', '/networks', { query: { filters } })
  return found.find((network) => network.Name === name)
}

export const createNetwork: Performer = async (act) => {
  const { key, driver } = inputOf('create-network', act.operation)
  const network = act.revision?.model.networks[key]
  if (network === undefined) throw new AppError('internal', `The revision has no network ${key}`)
  if ((await named(act, network.name)) !== undefined) return 'was there already'
  try {
    await act.engine.json('POST', '/networks/create', {
      body: networkBody(act, network, key, driver),
      timeoutMs: 60_000,
    })
    return undefined
  } catch (error) {
    if (isStatus(error, 409) && (await named(act, network.name)) !== undefined) return 'was there already'
    throw error
  }
}

const removalAttempts = 8

/** What engines answer while a network is in use: 400 when it is a task of Swarm mode that lingers. */
const inUse = [400, 403, 409, 500] as const

/** Members of an overlay hear with a delay that its last container is gone. */
export const removeNetwork: Performer = async (act) => {
  const path = `/networks/${encodeURIComponent(act.operation.target)}`
  for (let attempt = 1; ; attempt++) {
    try {
      await act.engine.json('DELETE', path)
      return undefined
    } catch (error) {
      if (isStatus(error, 404)) return 'was gone already'
      if (attempt >= removalAttempts || !isStatus(error, ...inUse)) throw error
      act.report({ detail: 'still in use, trying again' })
      await pause(250 * attempt, act.signal)
    }
  }
}

export const createVolume: Performer = async (act) => {
  const { key } = inputOf('create-volume', act.operation)
  const volume = act.revision?.model.volumes[key]
  const body = {
    Name: act.operation.target,
    Driver: volume?.driver,
    DriverOpts: volume?.driver_opts,
    Labels: { ...volume?.labels, ...stackLabels(act), [composeLabel.volume]: key },
  }
  await act.engine.json('POST', '/volumes/create', { body, timeoutMs: 60_000 })
  return undefined
}

export const removeVolume: Performer = async (act) => {
  try {
    await act.engine.json('DELETE', `/volumes/${encodeURIComponent(act.operation.target)}`, { timeoutMs: 60_000 })
    return undefined
  } catch (error) {
    if (isStatus(error, 404)) return 'was gone already'
    throw error
  }
}
