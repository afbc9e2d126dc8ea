import { LoginView } from '@/components/auth/login-view'

export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string; ended?: string }>
}) {
  const { next, ended } = await searchParams
  return <LoginView next={next} hasEnded={ended !== undefined} />
}
