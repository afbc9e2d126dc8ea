// Who a request comes from, once it is known.

export type Identity = {
  userId: string
  username: string
  role: 'admin'
  /** As the audit trail names them: the user, or `token:NAME`. */
  actor: string
  via: { kind: 'session'; id: string; csrfToken: string; expiresAt: Date } | { kind: 'token'; id: string }
}

export type Clock = () => Date
