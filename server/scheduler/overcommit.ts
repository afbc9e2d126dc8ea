// How much more than it has a host may promise, in classic Swarm's integer arithmetic: 0.05 adds 5 %, and 5 % of four
// cores is nothing. The default is classic Swarm's.
const defaultOvercommit = 0.05

export const overcommitted = (total: number, ratio: number = defaultOvercommit) =>
  total + Math.trunc((total * Math.trunc(ratio * 100)) / 100)
