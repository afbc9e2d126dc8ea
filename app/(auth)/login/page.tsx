import { LoginView } from '@/components/auth/login-view'

export default async function LoginPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const { next } = await searchParams
  return <LoginView next={next} />
}
