'use client'
// Shows the sign-in over the page once the session has ended. Needed so rarely that its code comes only then.
import { type ComponentType, useEffect, useState } from 'react'
import { leaveForLogin, onSignedOut, useSessionOver } from '@/lib/client/session-end'
import { goToLogin } from '@/lib/client/use-session'

export function SessionEnded() {
  const isOver = useSessionOver()
  const [View, setView] = useState<ComponentType | null>(null)
  useEffect(() => onSignedOut(goToLogin), [])
  useEffect(() => {
    if (!isOver || View !== null) return
    // A newer Lotse no longer has the code of this page: then only a page that is loaded anew can go on.
    import('@/components/auth/sign-in-dialog').then((module) => setView(() => module.SignInDialog), leaveForLogin)
  }, [isOver, View])
  return isOver && View !== null ? <View /> : null
}
