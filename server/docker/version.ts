// Which version of the Docker API to speak with an engine. Pure.
import { AppError } from '@/server/errors'
import { type EngineAddress, placeOf } from './address'
import type { VersionAnswer } from './api-types'

/** Docker 1.12: the first with Swarm-mode networks and all we ask of an engine. */
export const minApiVersion = '1.24'
/** The newest whose answers we know; engines keep speaking older ones. */
export const maxApiVersion = '1.51'

const numbers = (version: string): [number, number] | null => {
  const match = /^(\d+)\.(\d+)$/.exec(version)
  return match ? [Number(match[1]), Number(match[2])] : null
}

export function compareVersions(one: string, other: string): number {
  const [major, minor] = numbers(one) ?? [0, 0]
  const [otherMajor, otherMinor] = numbers(other) ?? [0, 0]
  return major - otherMajor || minor - otherMinor
}

export function chooseVersion(answer: VersionAnswer | undefined, address: EngineAddress): string {
  const place = placeOf(address)
  const newest = answer?.ApiVersion
  const fail = (message: string, fix: string) =>
    new AppError('not_supported', message, { details: { step: 'api', address: address.text, fix } })
  if (typeof newest !== 'string' || !numbers(newest)) {
    throw fail(`${place} names no API version: it is not a Docker engine`, 'Is it the port of a Docker engine?')
  }
  const engine = typeof answer?.Version === 'string' ? answer.Version : 'unknown'
  if (compareVersions(newest, minApiVersion) < 0) {
    throw fail(
      `${place} runs engine ${engine} with API ${newest}; Lotse needs ${minApiVersion} or newer`,
      'Update the engine to Docker 1.12 or newer.',
    )
  }
  const oldest = answer?.MinAPIVersion
  if (typeof oldest === 'string' && compareVersions(oldest, maxApiVersion) > 0) {
    throw fail(
      `${place} runs engine ${engine}, which speaks no API older than ${oldest}; Lotse knows up to ${maxApiVersion}`,
      'Update Lotse, or allow older API versions on the engine (DOCKER_MIN_API_VERSION).',
    )
  }
  return compareVersions(newest, maxApiVersion) > 0 ? maxApiVersion : newest
}
