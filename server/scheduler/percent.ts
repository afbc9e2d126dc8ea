// Classic Swarm's integer arithmetic: the share of a host that is reserved after placing, in whole percent.
export const percentAfter = (used: number, asked: number, total: number) => Math.trunc(((used + asked) * 100) / total)
