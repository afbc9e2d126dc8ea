// What is asked again and again is asked no more once somebody wants the opposite: whoever stops a container has been told that
// it is done, and nothing must start it after that. Only what is being asked is kept, so nothing has to be forgotten later.

type Asking = { isCalledOff: boolean }

const underWay = new Map<string, Set<Asking>>()

/** What is meant by a start of a container is its id; by its joining of a network this. */
export const joiningOf = (containerId: string, networkId: string): string => `${containerId} ${networkId}`

/** Ends what is being asked of it now. Who asks later is not meant. */
export function callOff(subject: string): void {
  for (const asking of underWay.get(subject) ?? []) asking.isCalledOff = true
}

export async function whileWanted<T>(subject: string, ask: (asking: Readonly<Asking>) => Promise<T>): Promise<T> {
  const asking = { isCalledOff: false }
  const askings = underWay.get(subject) ?? new Set()
  underWay.set(subject, askings.add(asking))
  try {
    return await ask(asking)
  } finally {
    askings.delete(asking)
    if (askings.size === 0) underWay.delete(subject)
  }
}
