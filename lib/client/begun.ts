// What was begun is shown at once as the answer has it, and read once more: its events may have overtaken the answer, and
// those came when there was nothing yet to fold them into.
import type { QueryClient } from '@tanstack/react-query'

export const showBegun = <T>(client: QueryClient, key: readonly unknown[], answer: T): void => {
  client.setQueryData<T>(key, answer)
  void client.invalidateQueries({ queryKey: key, exact: true })
}
