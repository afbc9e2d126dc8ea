// The labs that this process has started, for whoever wants to say what became of them when a test fails.
import { readFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { hostPaths } from './host'
import type { Lab } from './types'

export const startedLabs = new Set<Lab>()

const mostLines = 12
const mostLetters = 300
/** Not a complaint, or one of every engine here: about this kernel, and about a port without TLS. */
const usual =
  /level=(debug|info)|net\.ipv4\.(vs|neigh)\.|default vlan failed|DEPRECATION NOTICE|Binding to an IP|could not change group/

const lastComplaints = async (file: string): Promise<string[]> => {
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  const told = lines.filter((line) => line !== '' && !usual.test(line)).slice(-mostLines)
  return told.map((line) => line.slice(0, mostLetters))
}

const containersOn = async (lab: Lab, host: string): Promise<string[]> => {
  const listed = lab.docker(host, 'ps', '-a', '--format', '{{.Names}} {{.Image}} {{.Status}}').catch(() => null)
  const answer = await Promise.race([listed, pause(5_000, null, { ref: false })])
  return answer?.stdout.split('\n').filter(Boolean).slice(0, mostLines) ?? ['lists no containers']
}

/** How each host stands and what its engine complained of last, to be read beside the failure. */
export const reportOf = async (lab: Lab): Promise<string> => {
  const hosts = await lab.status()
  const parts = await Promise.all(
    hosts.map(async ({ name, engine, faults }) => {
      const state = `${name}: engine ${engine}${faults.length > 0 ? `, faults ${faults.join(', ')}` : ''}`
      const log = await lastComplaints(hostPaths(lab.name, name).engineLog)
      const containers = faults.length === 0 ? await containersOn(lab, name) : []
      return [state, ...[...containers, ...log].map((line) => `  ${line}`)]
    }),
  )
  const registry = await lastComplaints(join(lab.directory, 'registry.log'))
  const load = loadavg().map((value) => value.toFixed(1))
  return [
    `Lab ${lab.name} when the test failed, load ${load.join(' ')}`,
    ...parts.flat(),
    ...registry.map((line) => `registry: ${line}`),
  ].join('\n')
}
