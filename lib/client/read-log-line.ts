// One line of a log's stream: what a container said, or the failure that ends it.
import { apiError } from '@/lib/contract/common'
import { type LogLine, logLine } from '@/lib/contract/containers'
import { ApiError } from './api'

export function readLogLine(text: string): LogLine {
  const value: unknown = JSON.parse(text)
  const failure = apiError.safeParse(value)
  if (failure.success) {
    const { code, message, details } = failure.data.error
    throw new ApiError(502, code, message, details)
  }
  return logLine.parse(value)
}
