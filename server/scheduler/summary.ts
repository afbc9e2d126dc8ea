// A decision in a sentence or two, for people who do not read matrices.
import type { HostVerdict, Rule } from '@/lib/contract/placements'
import type { Search } from './candidates'

const hostsText = (count: number) => (count === 1 ? '1 host' : `${count} hosts`)

const satisfied = (count: number, of: number, what: string) =>
  count === of && of > 1 ? `All ${of} hosts satisfied ${what}` : `${count} of ${hostsText(of)} satisfied ${what}`

function whyChosen(search: Search, hosts: readonly HostVerdict[], chosen: HostVerdict): string {
  const rivals = hosts.filter(({ eligible, chosen: isChosen }) => eligible && !isChosen)
  if (rivals.length === 0) return `${chosen.hostName} was the only one`
  if (search.strategy.order === null) return `${chosen.hostName} was drawn at random`
  if (search.request.preferences?.length) return `${chosen.hostName} kept the spread most even`
  const equals = rivals.filter(({ score }) => score === chosen.score)
  if (equals.length === 0) return `${chosen.hostName} ranked first`
  const { lowestWins } = search.strategy.order
  if (equals.every(({ containers }) => containers !== chosen.containers)) {
    return `${chosen.hostName} had the ${lowestWins ? 'fewest' : 'most'} containers of those that ranked first`
  }
  return `${chosen.hostName} is the first by name of those that tie`
}

/** How many hosts each rule alone ruled out, the worst first. */
function reasonsText(rules: readonly Rule[], hosts: readonly HostVerdict[]): string {
  const failures = rules
    .map((rule, index) => ({ rule, count: hosts.filter(({ cells }) => cells[index]?.ok === false).length }))
    .filter(({ rule, count }) => count > 0 && !rule.soft)
    .sort((a, b) => b.count - a.count)
  return failures.map(({ rule, count }) => `${rule.filter} (${rule.wants}) excludes ${count}`).join(', ')
}

export function summaryOf(
  search: Search,
  rules: readonly Rule[],
  hosts: readonly HostVerdict[],
  softRulesDropped: boolean,
  broken: string | null,
): string {
  if (broken) return broken
  if (hosts.length === 0) return 'There is no host in the cluster.'
  const chosen = hosts.find((host) => host.chosen)
  const eligible = hosts.filter((host) => host.eligible).length
  if (!chosen) return `None of ${hostsText(hosts.length)} satisfies every rule: ${reasonsText(rules, hosts)}.`
  const why = whyChosen(search, hosts, chosen)
  if (!softRulesDropped) return `${satisfied(eligible, hosts.length, 'every rule')}; ${why}.`
  return `No host met every soft rule, so all of them were dropped. ${satisfied(eligible, hosts.length, 'the others')}; ${why}.`
}
