'use client'
// Signing in. Errors say what the server said; the rest of the way leads back to where one wanted to go.
import { useState } from 'react'
import { QueryProvider } from '@/components/frame/providers'
import { Button } from '@/components/ui/button'
import { Mark } from '@/components/ui/icon'
import { useTexts } from '@/lib/client/language'
import { useLogin } from '@/lib/client/use-session'
import { authTexts } from '@/lib/texts/auth'
import { DepthLines } from './depth-lines'
import { LoginFields } from './login-fields'
import { safeNext } from './safe-next'

/** `hasEnded`: an open page was left because its session was over. */
export const LoginView = ({ next, hasEnded }: { next: string | undefined; hasEnded: boolean }) => (
  <QueryProvider>
    <main className="login">
      <section className="login-pane">
        <LoginForm target={safeNext(next)} hasEnded={hasEnded} />
        <FirstStart />
      </section>
      <div className="sea">
        <DepthLines />
      </div>
    </main>
  </QueryProvider>
)

const FirstStart = () => <p className="login-foot">{useTexts(authTexts).firstStart}</p>

function LoginForm({ target, hasEnded }: { target: string; hasEnded: boolean }) {
  const t = useTexts(authTexts)
  const login = useLogin()
  const [credentials, setCredentials] = useState({ username: 'admin', password: '' })
  const submit = () => {
    if (login.isPending) return
    // A full load: the console begins with the new session and nothing else.
    login.mutate(credentials, { onSuccess: () => window.location.assign(target) })
  }
  return (
    <form
      aria-labelledby="sign-in"
      method="post"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div>
        <h1 className="login-brand" id="sign-in">
          <Mark />
          Lotse
        </h1>
        <p className="ink-2">{hasEnded ? t.ended : t.lead}</p>
      </div>
      <LoginFields value={credentials} error={login.error} onChange={setCredentials} />
      <Button look="primary" wide type="submit" busy={login.isPending || login.isSuccess}>
        {t.signIn}
      </Button>
    </form>
  )
}
