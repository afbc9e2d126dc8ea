'use client'
// Signing in. Errors say what the server said; the rest of the way leads back to where one wanted to go.
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { QueryProvider } from '@/components/frame/providers'
import { Button, IconButton } from '@/components/ui/button'
import { InlineError } from '@/components/ui/error-panel'
import { Field, Input } from '@/components/ui/field'
import { Mark } from '@/components/ui/icon'
import type { ApiError } from '@/lib/client/api'
import { useTexts } from '@/lib/client/language'
import { useLogin } from '@/lib/client/use-session'
import { authTexts } from '@/lib/texts/auth'
import { DepthLines } from './depth-lines'
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

function refusal({ code, details }: ApiError, t: (typeof authTexts)['en']): string | undefined {
  if (code === 'unauthenticated') return t.wrong
  if (code !== 'rate_limited') return undefined
  return t.tooOften(Math.ceil(Number(details.retryAfterSeconds ?? 60) / 60))
}

function LoginForm({ target, hasEnded }: { target: string; hasEnded: boolean }) {
  const t = useTexts(authTexts)
  const login = useLogin()
  const [username, setUsername] = useState('admin')
  const [password, setPassword] = useState('')
  const [shown, setShown] = useState(false)
  const submit = () => {
    if (login.isPending) return
    // A full load: the console begins with the new session and nothing else.
    login.mutate({ username, password }, { onSuccess: () => window.location.assign(target) })
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
      <InlineError error={login.error} words={(error) => refusal(error, t)} />
      <Field label={t.name}>
        {(control) => (
          <Input
            {...control}
            name="username"
            autoComplete="username"
            required
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        )}
      </Field>
      <Field label={t.password}>
        {(control) => (
          <div className="in-field">
            <Input
              {...control}
              name="password"
              type={shown ? 'text' : 'password'}
              autoComplete="current-password"
              required
              autoFocus
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
            <IconButton icon={shown ? EyeOff : Eye} label={shown ? t.hide : t.show} onClick={() => setShown(!shown)} />
          </div>
        )}
      </Field>
      <Button look="primary" wide type="submit" busy={login.isPending || login.isSuccess}>
        {t.signIn}
      </Button>
    </form>
  )
}
