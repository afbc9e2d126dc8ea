import { DeployBench } from '@/components/deploy/deploy-bench'

export default async function DeployPage({ searchParams }: { searchParams: Promise<{ stack?: string }> }) {
  const { stack } = await searchParams
  return <DeployBench key={stack ?? ''} stack={stack ?? null} />
}
