// A setting that cannot be: what it is, and what to do.
import { AppError } from '@/server/errors'

export const refuse = (message: string, fix: string): never => {
  throw new AppError('invalid_input', message, { details: { fix } })
}
