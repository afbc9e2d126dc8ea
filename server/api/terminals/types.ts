// The open terminals as the rest of the API sees them.
import type { Identity } from '@/server/auth/identity'
import type { Terminal } from './terminal'

export type OpenRequest = { container: string; shell: string; user: string; cols: number; rows: number }
export type Terminals = {
  /** `mayGoOn` is asked from time to time, also while nobody looks. */
  open(request: OpenRequest, identity: Identity, mayGoOn: () => Promise<boolean>): Promise<Terminal>
  /** Only one's own. */
  find(id: string, identity: Identity): Terminal | undefined
  /** Hangs up on all. */
  close(): Promise<void>
}
