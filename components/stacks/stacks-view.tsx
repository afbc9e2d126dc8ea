'use client'
// All stacks of the cluster: what Lotse deployed, and what Compose's labels show of others.
import { Upload } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Page } from '@/components/frame/page'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Table } from '@/components/ui/table'
import { sortRows } from '@/components/ui/table-sort'
import type { Sort } from '@/components/ui/table-types'
import { useStackList } from '@/lib/client/use-stack-list'
import { stackColumns } from './stacks-columns'

export function StacksView() {
  const router = useRouter()
  const stacks = useStackList()
  const [sort, setSort] = useState<Sort>({ id: 'name', direction: 'asc' })
  const rows = sortRows(stacks.data ?? [], stackColumns, sort)
  return (
    <Page
      title="Stacks"
      fixed
      actions={
        <ButtonLink className="keep-s" look="primary" icon={Upload} href="/deploy">
          Deploy
        </ButtonLink>
      }
    >
      {stacks.error && !stacks.data ? (
        <ErrorPanel title="Stacks could not be read" error={stacks.error} onRetry={() => void stacks.refetch()} />
      ) : (
        <Table
          label="Stacks"
          columns={stackColumns}
          count={rows.length}
          rowAt={(index) => rows[index]}
          rowId={(stack) => stack.name}
          sort={sort}
          onSort={setSort}
          onOpen={(stack) => router.push(`/stacks/${encodeURIComponent(stack.name)}`)}
          empty={
            stacks.data && (
              <Empty
                title="No stacks yet"
                actions={
                  <ButtonLink look="primary" icon={Upload} href="/deploy">
                    Deploy
                  </ButtonLink>
                }
              >
                Drop a compose file anywhere on this page, or begin with an example.
              </Empty>
            )
          }
        />
      )}
    </Page>
  )
}
