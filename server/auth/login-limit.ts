// Slows guessing: per address and name, and per address over all names. Tries are counted before the password is looked
// at, so that many at once gain nothing.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '@/server/errors'

const windowSeconds = 15 * 60

/** Whoever has one IPv6 address has the 2^64 beside it, so all of them count as one. */
const placeOf = (address: string): string => {
  if (!address.includes(':') || /^::ffff:[\d.]+$/i.test(address)) return address
  const [left = [], right = []] =
    address
      .split('%', 1)[0]
      ?.split('::')
      .map((half) => half.split(':').filter(Boolean)) ?? []
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`
}

export type LoginLimit = {
  /** Counts a try; throws rate_limited when there were too many. */
  take(address: string, username: string): Promise<void>
  /** A right password clears the count of this name and gives the address its try back. */
  forgive(address: string, username: string): Promise<void>
}

export const createLoginLimit = (tries = { perName: 5, perAddress: 30 }): LoginLimit => {
  const perName = new RateLimiterMemory({ points: tries.perName, duration: windowSeconds })
  const perAddress = new RateLimiterMemory({ points: tries.perAddress, duration: windowSeconds })
  const keyOf = (address: string, username: string) => `${placeOf(address)} ${username.toLowerCase()}`
  return {
    take: async (address, username) => {
      try {
        await perAddress.consume(placeOf(address))
        await perName.consume(keyOf(address, username))
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        const retryAfterSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000))
        throw new AppError('rate_limited', 'Too many failed sign-ins from here.', {
          details: { fix: `Try again in ${Math.ceil(retryAfterSeconds / 60)} min.`, retryAfterSeconds },
        })
      }
    },
    forgive: async (address, username) => {
      await Promise.all([perName.delete(keyOf(address, username)), perAddress.reward(placeOf(address))])
    },
  }
}
