// A rebuild goes where the image was built before, if it can: there is the cache.

/** As a soft expression of classic Swarm's; none when no host is better than another. Pure. */
export const hostsOfBuilt = (hostNames: readonly string[]): string[] =>
  hostNames.length === 0
    ? []
    : [`constraint:node==~/^(${hostNames.map((name) => name.replace(/[.\\+*?^$()[\]{}|]/g, '\\$&')).join('|')})$/`]
