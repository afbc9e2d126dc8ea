// How an engine says no: a status and one sentence.

export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

export const noSuch = (what: 'container' | 'image' | 'exec instance', ref: string): Refusal =>
  new Refusal(404, `No such ${what}: ${ref}`)
