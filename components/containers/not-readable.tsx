// What only the engine knows cannot be read while its host does not answer.
import { Empty } from '@/components/ui/empty'
import type { Container } from '@/lib/contract/containers'

export const NotReadable = ({ container, what }: { container: Container; what: string }) =>
  container.known ? (
    <p className="pad dim">The engine has not answered yet.</p>
  ) : (
    <Empty title={`Its ${what} cannot be read`}>
      {container.hostName} does not answer, and only its engine knows. It appears here as soon as the host is back.
    </Empty>
  )
