// What ends a command before it has begun: one sentence, in classic Swarm's own words where it knew the case.

export class Refusal extends Error {}

export const refuse = (message: string): never => {
  throw new Refusal(message)
}
