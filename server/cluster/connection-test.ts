// Tries a connection step by step, so that a person learns which step fails and what to do. Nothing is kept.
import { lookup } from 'node:dns/promises'
import { connect, isIP } from 'node:net'
import type { AddHostRequest, ConnectionStep, ConnectionTest, EngineInfo } from '@/lib/contract/hosts'
import { type EngineAddress, parseAddress, placeOf } from '@/server/docker/address'
import type { InfoAnswer } from '@/server/docker/api-types'
import { type OwnedEngine, openEngine } from '@/server/docker/engine'
import { connectionFailure, stepOf, timeoutFailure } from '@/server/docker/failure'
import { compareVersions } from '@/server/docker/version'
import { AppError, isAppError, messageOf } from '@/server/errors'
import { readInfo } from './read-info'

export type TestOptions = {
  /** What the host is called that this engine belongs to already. */
  holderOf: (engineId: string) => string | undefined
  signal?: AbortSignal
  connectTimeoutMs?: number
}
type StepName = ConnectionStep['step']

const stepsOf = (address: EngineAddress): StepName[] => {
  if (address.kind === 'unix') return ['address', 'connect', 'api', 'identity']
  const secure: StepName[] = address.kind === 'ssh' ? ['ssh'] : address.kind === 'tls' ? ['tls'] : []
  return ['address', 'resolve', 'connect', ...secure, 'api', 'identity']
}

async function resolveName(host: string): Promise<string> {
  if (isIP(host)) return `${host} is an address`
  const found = await lookup(host, { all: true })
  return `${host} is ${found.map((one) => one.address).join(', ')}`
}

function openPort(address: EngineAddress, timeoutMs: number): Promise<string> {
  const target = address.kind === 'unix' ? { path: address.path } : { host: address.host, port: address.port }
  return new Promise((resolve, reject) => {
    const socket = connect(target)
    const timer = setTimeout(() => socket.destroy(timeoutFailure('connect', '', timeoutMs, address)), timeoutMs)
    socket.once('connect', () => {
      resolve(`${placeOf(address)} accepts connections`)
      socket.destroy()
    })
    socket.once('error', reject)
    socket.once('close', () => clearTimeout(timer))
  })
}

function describeApi(engine: EngineInfo): string {
  const limits =
    engine.clusterStore === undefined && compareVersions(engine.apiVersion, '1.25') < 0
      ? ': runs, but its overlay networks need etcd or Consul'
      : ''
  return `Engine ${engine.version}, API ${engine.apiVersion}, ${engine.architecture}${limits}`
}

const gibibytes = (bytes: number): string => `${Math.round((bytes / 2 ** 30) * 10) / 10} GiB`

/** Adds a step for everything that was tried; what was not reached is `skipped`. */
export async function testConnection(request: AddHostRequest, options: TestOptions): Promise<ConnectionTest> {
  const { connectTimeoutMs = 5_000, holderOf, signal } = options
  const steps: ConnectionStep[] = []
  let info: EngineInfo | null = null
  let hostname: string | null = null
  let opened: OwnedEngine | undefined
  let planned: StepName[] = ['address', 'resolve', 'connect', 'api', 'identity']

  const attempt = async <T>(step: StepName, act: () => Promise<{ value: T; message: string }>): Promise<T> => {
    const began = performance.now()
    const took = () => Math.round((performance.now() - began) * 10) / 10
    try {
      if (signal?.aborted) throw new AppError('cancelled', 'The test was cancelled')
      const { value, message } = await act()
      steps.push({ step, status: 'ok', message, durationMs: took() })
      return value
    } catch (error) {
      const fix = isAppError(error) ? error.details?.fix : undefined
      steps.push({ step, status: 'failed', message: messageOf(error), ...(fix ? { fix } : {}), durationMs: took() })
      throw error
    }
  }

  try {
    const address = await attempt('address', async () => {
      const value = parseAddress(request.address)
      return { value, message: value.text }
    })
    planned = stepsOf(address)
    const told = (error: unknown) => {
      throw connectionFailure(error, address)
    }
    if (address.kind !== 'unix') {
      await attempt('resolve', async () => ({ value: null, message: await resolveName(address.host).catch(told) }))
    }
    await attempt('connect', async () => ({
      value: null,
      message: await openPort(address, connectTimeoutMs).catch(told),
    }))
    const engine = openEngine(address.text, {
      tls: request.tls,
      sshKey: request.sshKey,
      sshHostKey: request.sshHostKey,
      connectTimeoutMs,
      timeoutMs: 10_000,
    })
    opened = engine
    if (address.kind === 'tls' || address.kind === 'ssh') {
      await attempt(address.kind, async () => {
        // What goes wrong above TLS or SSH is for the next step to tell.
        await engine.ping(10_000).catch((error: unknown) => {
          if (stepOf(error) !== 'api') throw error
        })
        return {
          value: null,
          message: address.kind === 'ssh' ? `Logged in as ${address.user}` : 'Certificates accepted',
        }
      })
    }
    const facts = await attempt('api', async () => {
      const version = await engine.version()
      const value = readInfo((await engine.json<InfoAnswer>('GET', '/info')) ?? {}, version)
      return { value, message: describeApi(value.engine) }
    })
    info = facts.engine
    hostname = facts.hostname
    await attempt('identity', async () => {
      if (facts.engine.id === '') throw new AppError('engine_error', 'The engine gives no ID')
      const holder = holderOf(facts.engine.id)
      if (holder !== undefined) {
        throw new AppError('conflict', `Same engine as ${holder}`, {
          details: { fix: `Two addresses, one engine: it is in the cluster already, as ${holder}.` },
        })
      }
      const size = `${facts.total.cpus} cores, ${gibibytes(facts.total.memoryBytes)}`
      return { value: null, message: `New engine ${facts.hostname}: ${size}` }
    })
  } catch {
    // Told by its step.
  }
  const reached = new Set(steps.map((step) => step.step))
  for (const step of planned) {
    if (!reached.has(step)) steps.push({ step, status: 'skipped', message: 'Not reached', durationMs: 0 })
  }
  const sshHostKey = opened?.sshHostKey()
  opened?.close()
  return {
    ok: steps.every((step) => step.status === 'ok'),
    steps,
    engine: info,
    hostname,
    ...(sshHostKey === undefined ? {} : { sshHostKey }),
  }
}
