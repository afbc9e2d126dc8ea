// The shape of a route: method, pattern of the path without version, and what answers.
import type { FarmCall, HijackCall } from '../call'

export type Route = [method: string, pattern: RegExp, answer: (call: FarmCall) => void | Promise<void>]
export type HijackRoute = [pattern: RegExp, answer: (call: HijackCall) => void]
