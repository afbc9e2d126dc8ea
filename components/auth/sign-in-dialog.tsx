'use client'
// The session has ended under an open page: signing in over it, so that what was typed and begun there goes on.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { sessionNow } from '@/lib/client/api'
import { useTexts } from '@/lib/client/language'
import { retryLive } from '@/lib/client/live'
import { keys } from '@/lib/client/query-keys'
import { isSessionOver, signedIn } from '@/lib/client/session-end'
import { useLogin } from '@/lib/client/use-session'
import type { Session } from '@/lib/contract/auth'
import { authTexts } from '@/lib/texts/auth'
import { LoginFields } from './login-fields'

const lookEveryMs = 3_000

export function SignInDialog() {
  const t = useTexts(authTexts)
  const client = useQueryClient()
  const before = client.getQueryData<Session>(keys.session)
  const login = useLogin()
  const [credentials, setCredentials] = useState({ username: before?.username ?? 'admin', password: '' })
  const goOn = (session: Session) => {
    // What one person has typed is not handed to another.
    if (before && before.username !== session.username) return window.location.reload()
    client.setQueryData(keys.session, session)
    signedIn()
    retryLive()
  }
  const goOnNow = useRef(goOn)
  goOnNow.current = goOn
  // Somebody may sign in in another tab, whose session is this one's too.
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState !== 'visible') return
      const session = await sessionNow()
      if (session && isSessionOver()) goOnNow.current(session)
    }
    const timer = setInterval(() => void look(), lookEveryMs)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  return (
    <Dialog
      title={t.endedTitle}
      isVeil
      // There is no way around it: without a session the page below can do nothing.
      onClose={() => undefined}
      onSubmit={() => login.isPending || login.mutate(credentials, { onSuccess: goOn })}
      footer={
        <Button look="primary" type="submit" busy={login.isPending}>
          {t.signIn}
        </Button>
      }
    >
      <div className="form">
        <p className="ink-2">{t.endedHere}</p>
        <LoginFields value={credentials} error={login.error} onChange={setCredentials} />
      </div>
    </Dialog>
  )
}
