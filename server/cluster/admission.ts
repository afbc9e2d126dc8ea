// Whether the engine that answers at an address may take part, and under which name.

import type { HostProblem } from '@/lib/contract/hosts'
import { HeldBack } from './held-back'
import { type HostView, hostNameOf } from './host-view'
import type { ClusterTimes } from './options'
import type { HostFacts } from './read-info'
import type { Roster } from './roster'

type Others = Pick<Roster, 'holderOf' | 'namesake'>

export function uniqueName(wanted: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(wanted)) return wanted
  let number = 2
  while (isTaken(`${wanted}-${number}`)) number += 1
  return `${wanted}-${number}`
}

/** Throws HeldBack, or gives what is to be kept of the engine in the host's record. */
export function admit(view: HostView, facts: HostFacts, others: Others): { engineId: string; name: string } {
  const { record } = view
  const { id } = facts.engine
  if (id === '') {
    throw new HeldBack({
      code: 'other',
      message: `The engine at ${record.address} gives no ID`,
      fix: 'Restart dockerd there.',
    })
  }
  if (record.engineId !== null && record.engineId !== id) {
    throw new HeldBack({
      code: 'engine-changed',
      message: `Another engine answers at ${record.address}: ${id} (${facts.hostname}) instead of ${record.engineId}`,
      fix: 'If the machine was set up anew, accept the new engine; else correct the address.',
      engineId: id,
    })
  }
  const holder = others.holderOf(id, record.id)
  if (holder) {
    const name = hostNameOf(holder.record)
    throw new HeldBack({
      code: 'duplicate-engine',
      message: `ID duplicated. ${id} is shared by this host ${record.address} and another host ${holder.record.address} (${name})`,
      fix: `Two addresses of one engine: remove this one, or ${name}. Two machines made from one image: delete ${facts.engine.rootDirectory || '/var/lib/docker'}/engine-id (older engines: /etc/docker/key.json) on one and restart its engine.`,
    })
  }
  const isTaken = (name: string) => others.namesake(name, record.id) !== undefined
  return { engineId: id, name: record.name ?? uniqueName(facts.hostname || hostNameOf(record), isTaken) }
}

/** What is worth knowing about an admitted host. Keeps notes of other kinds. */
export function notesOn(view: HostView, facts: HostFacts, others: Others, times: ClusterTimes): HostProblem[] {
  const skewMs = view.clockSkewMs
  const notes = view.notes.filter((note) => note.code !== 'clock-skew' && note.code !== 'name-taken')
  if (skewMs !== null && Math.abs(skewMs) > times.maxClockSkewMs) {
    const seconds = Math.round(Math.abs(skewMs) / 100) / 10
    notes.push({
      code: 'clock-skew',
      message: `Its clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} ours`,
      fix: 'Run a time service (chrony, systemd-timesyncd) on both machines; logs and TLS depend on it.',
    })
  }
  const namesake = others.namesake(facts.hostname, view.record.id)
  if (namesake && view.record.name !== facts.hostname) {
    notes.push({
      code: 'name-taken',
      message: `Its hostname ${facts.hostname} is taken by ${namesake.record.address}; here it is called ${hostNameOf(view.record)}`,
      fix: 'Give the machines different hostnames: overlay networks need that too.',
    })
  }
  return notes
}
