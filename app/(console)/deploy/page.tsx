import { DeployView } from '@/components/deploy/deploy-view'

export default async function DeployPage({ searchParams }: { searchParams: Promise<{ stack?: string }> }) {
  const { stack } = await searchParams
  return <DeployView key={stack ?? ''} stack={stack ?? null} />
}
