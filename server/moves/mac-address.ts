// Hardware addresses that somebody chose for a container: they go with it. What an engine made up does not, since another
// engine may have made up the same. Pure.
import type { Inspect } from './inspect'
import { networksOf } from './inspect'

/** From API 1.48 on (Docker 28) engines make up any local address; before that all of theirs begin so. */
const madeUpBefore148 = /^02:42:/i

const isAtLeast = (version: string, minor: number): boolean => {
  const [major = 0, own = 0] = version.split('.').map(Number)
  return major > 1 || (major === 1 && own >= minor)
}

/** Bought addresses, which no engine makes up: the bit for local ones is not set. */
const isBought = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 2) === 0

/** By network, `bridge` for the default one. `ofFiles`: as the stack's own files say. */
export const chosenMacs = (
  inspect: Inspect,
  apiVersion: string,
  ofFiles: Readonly<Record<string, string>>,
): Record<string, string> => {
  const isMadeUp = (mac: string) => (isAtLeast(apiVersion, 48) ? !isBought(mac) : madeUpBefore148.test(mac))
  const seen = networksOf(inspect).flatMap(([name, { MacAddress: mac }]): [string, string][] =>
    mac && !isMadeUp(mac) ? [[name, mac]] : [],
  )
  const { NetworkMode: mode = 'default' } = inspect.HostConfig
  const joined = networksOf(inspect).find(([name, { NetworkID }]) => name === mode || NetworkID === mode)?.[0]
  const main = mode === 'default' || mode === 'bridge' ? 'bridge' : joined
  // Engines write here only what was asked for, and only of the network that it is made on.
  const asked = inspect.Config.MacAddress
  return { ...Object.fromEntries(seen), ...(main && asked ? { [main]: asked } : {}), ...ofFiles }
}
