// The network doctor: what a name on a network should lead to, what it leads to on each host, and why not.
import { z } from 'zod'

export const doctorRequest = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252}[A-Za-z0-9_])?$/, 'A name: letters, digits, "_", "." and "-"'),
  port: z.number().int().min(1).max(65535).nullable().default(null),
  /**
   * False: reads from the engines only. True: also starts a short-lived container on each host, in the network namespace of
   * one that is on the network, to look the name up and to connect. Never runs anything in a user's container.
   */
  probe: z.boolean().default(false),
})
export type DoctorRequest = z.infer<typeof doctorRequest>

export const doctorCause = z.enum([
  'ok',
  /** Names are as they should be; nothing was connected to. */
  'names-ok',
  'host-silent',
  'no-container',
  'no-such-name',
  'wrong-network',
  'stopped',
  'no-names',
  'not-told',
  'partly-told',
  'stale',
  'silent-owner',
  'other-network',
  'outside',
  'not-listening',
  'loopback-only',
  'refused',
  'paused',
  'data-blocked',
  'dropped',
  'no-tools',
  'probe-failed',
  'not-readable',
])
export type DoctorCause = z.infer<typeof doctorCause>

export const doctorOutcome = z.enum(['open', 'refused', 'timeout', 'unreachable', 'unknown'])
export type DoctorOutcome = z.infer<typeof doctorOutcome>

export const doctorAddress = z.object({
  address: z.string(),
  /** `host/name`; null: nobody that is known has it. */
  owner: z.string().nullable(),
  expected: z.boolean(),
  /** Null: not known. */
  resolved: z.boolean().nullable(),
  /** Null: not tried. */
  connection: doctorOutcome.nullable(),
})
export type DoctorAddress = z.infer<typeof doctorAddress>

export const doctorHost = z.object({
  hostId: z.string(),
  hostName: z.string(),
  state: z.enum(['ok', 'warn', 'fail', 'idle']),
  cause: doctorCause,
  /** The container whose place on the network was looked from. */
  from: z.string().nullable(),
  /** `engine`: what its name server would say, as its engine tells; `probe`: what it said when asked. */
  source: z.enum(['engine', 'probe']).nullable(),
  addresses: z.array(doctorAddress),
  /** What the cause is about: hosts it cannot hear, sockets that listen, other networks. */
  about: z.array(z.string()),
  /** The engine's or the tool's own words. */
  detail: z.string(),
  /** What a probe would be made of: the image that it would be started from. */
  image: z.string().nullable(),
})
export type DoctorHost = z.infer<typeof doctorHost>

export const doctorResult = z.object({
  networkId: z.string(),
  network: z.string(),
  name: z.string(),
  port: z.number().int().nullable(),
  probed: z.boolean(),
  hosts: z.array(doctorHost),
})
export type DoctorResult = z.infer<typeof doctorResult>
