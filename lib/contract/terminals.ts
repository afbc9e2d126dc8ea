// A shell in a container: what can be opened, and the words of the connection that carries it, a WebSocket or, where those do
// not get through, plain HTTP. Both sides count the bytes, so that after a broken connection each goes on exactly where the
// other stopped.
import { z } from 'zod'

export const shellChoice = z.object({
  /** `/bin/bash` */
  path: z.string(),
  /** `bash` */
  name: z.string(),
})
export type ShellChoice = z.infer<typeof shellChoice>

export const containerUser = z.object({ name: z.string(), uid: z.number().int() })
export type ContainerUser = z.infer<typeof containerUser>

export const shellChoices = z.object({
  /** Best first; empty: the image has none. */
  shells: z.array(shellChoice),
  /** As the image's own /etc/passwd names them; empty when it has none. */
  users: z.array(containerUser),
  /** The user that the container runs as; empty: root. */
  defaultUser: z.string(),
})
export type ShellChoices = z.infer<typeof shellChoices>

const cells = z.coerce.number().int().min(1).max(1000)

/** The address of a terminal: a new one, or one that is there and from which byte on. */
export const newTerminal = z.object({
  container: z.string().min(1).max(300),
  shell: z
    .string()
    .max(300)
    .regex(/^\/[^\0]+$/, 'must be an absolute path'),
  user: z
    .string()
    .max(100)
    .regex(/^[\w.-]*(:[\w.-]+)?$/, 'must be a name or a number, as in `root` or `1000:1000`')
    .default(''),
  cols: cells.default(80),
  rows: cells.default(24),
})
export const terminalView = z.object({
  /** Bytes of output that the client has already. */
  from: z.coerce.number().int().min(0).default(0),
  cols: cells.default(80),
  rows: cells.default(24),
})
export const terminalQuery = z.union([terminalView.extend({ terminal: z.uuid() }), newTerminal])
export type TerminalQuery = z.infer<typeof terminalQuery>

/** From the browser. */
export const terminalCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('resize'), cols: cells, rows: cells }),
  /** All output up to this byte is on screen. */
  z.object({ type: z.literal('shown'), bytes: z.number().int().min(0) }),
  /** Ends the shell and what was started in it. */
  z.object({ type: z.literal('close') }),
])
export type TerminalCommand = z.infer<typeof terminalCommand>

export const terminalEnd = z.enum([
  /** The shell ended by itself. */
  'exited',
  /** It never began; its output says why, e.g. that there is no such user. */
  'not-started',
  /** The container stopped, and with it the shell. */
  'container',
  /** The connection to the engine ended. */
  'host',
  /** Closed by whoever opened it. */
  'closed',
  /** Nobody looked at it for too long. */
  'abandoned',
  /** The sign-in it was opened with is over. */
  'access',
  /** Lotse is being stopped. */
  'stopping',
])
export type TerminalEnd = z.infer<typeof terminalEnd>

/** From the server. */
export const terminalNotice = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('opened'),
    terminal: z.string(),
    shell: z.string(),
    user: z.string(),
    /** Another one after each start of the server. */
    epoch: z.string(),
    /** The byte of output that comes next. More than was asked for: what lies between is no longer kept. */
    from: z.number().int(),
    /** Bytes of input that have arrived. */
    taken: z.number().int(),
  }),
  z.object({ type: z.literal('taken'), bytes: z.number().int() }),
  z.object({ type: z.literal('ended'), reason: terminalEnd, exitCode: z.number().int().nullable() }),
  /** Another window looks at this terminal now. */
  z.object({ type: z.literal('moved') }),
  /** From time to time, so that a browser notices a dead connection while nothing is said. */
  z.object({ type: z.literal('alive') }),
  z.object({
    type: z.literal('refused'),
    code: z.string(),
    message: z.string(),
    fix: z.string().optional(),
    epoch: z.string(),
  }),
])
export type TerminalNotice = z.infer<typeof terminalNotice>

/** Over plain HTTP: what has been opened. */
export const openedTerminal = z.object({ terminal: z.string(), epoch: z.string() })
export type OpenedTerminal = z.infer<typeof openedTerminal>
/** Input from this byte on; what has arrived before is not taken twice. */
export const terminalInput = z.object({ at: z.coerce.number().int().min(0) })
export const takenInput = z.object({ taken: z.number().int() })
