// --volumes-from, --link and --net=container: work only on one host, so all of them must be there.
import type { Filter } from '../filter'
import { findContainer, mayBe } from '../find-container'
import { hasSlot, keepIf, keepOnly, slotsOf } from '../host-set'
import { type HostRecord, type PlacementState, recordAt } from '../state'
import { addWatch, findWatch } from '../watches'

interface Question {
  /** As classic Swarm prints it: `--link=db:database`. */
  flag: string
  container: string
}

const nothing: readonly Question[] = []
const netPrefix = 'container:'

const beforeColon = (text: string) => text.split(':', 1)[0] as string

const isOn = (record: HostRecord, container: string) => findContainer(record, container) !== undefined

const watchOf = (state: PlacementState, container: string) => {
  const key = `dependency ${container}`
  return findWatch(state, key) ?? addWatch(state, key, (it, record) => (mayBe(it, record, container) ? 1 : 0))
}

export const dependency: Filter<Question> = {
  name: 'dependency',
  questions({ request: { volumesFrom, links, networkMode } }) {
    const net = networkMode?.startsWith(netPrefix) ? networkMode : undefined
    if (!volumesFrom?.length && !links?.length && net === undefined) return nothing
    return [
      ...(volumesFrom ?? []).map((it) => ({ flag: `--volumes-from=${it}`, container: beforeColon(it) })),
      ...(links ?? []).map((it) => ({ flag: `--link=${it}`, container: beforeColon(it) })),
      ...(net === undefined ? [] : [{ flag: `--net=${net}`, container: net.slice(netPrefix.length) }]),
    ]
  },
  narrow(state, { container }, among) {
    keepOnly(among, watchOf(state, container).present)
    keepIf(among, (slot) => isOn(recordAt(state, slot), container))
  },
  passes: (state, { container }, record) =>
    hasSlot(watchOf(state, container).present, record.slot) && isOn(record, container),
  condition: ({ flag }) => flag,
  wants: ({ flag }) => flag,
  actual(state, { container }, record) {
    const found = findContainer(record, container)
    if (found) return `${found.name} is here`
    return (watchOf(state, container).counts[record.slot] as number) > 1 ? 'more than one fits' : 'not here'
  },
  fix(state, { container }, { host }) {
    const elsewhere = slotsOf(watchOf(state, container).present).some((slot) => isOn(recordAt(state, slot), container))
    return {
      kind: 'other',
      text: `${elsewhere ? 'Move' : 'Start'} ${container} ${elsewhere ? 'to' : 'on'} ${host.name}`,
    }
  },
}
