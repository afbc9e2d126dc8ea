'use client'
// All stacks of the cluster: what Lotse deployed, and what Compose's labels show of others.
import { Upload } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { Page } from '@/components/frame/page'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ListTable } from '@/components/ui/list-table'
import { sortRows } from '@/components/ui/table-sort'
import { useTexts } from '@/lib/client/language'
import { useListAddress } from '@/lib/client/use-list-address'
import { useStackList } from '@/lib/client/use-stack-list'
import { stackTexts } from '@/lib/texts/stacks'
import { stackColumns } from './stacks-columns'

export function StacksView() {
  const router = useRouter()
  const stacks = useStackList()
  const { sort, setSort } = useListAddress('name')
  const t = useTexts(stackTexts)
  const columns = useMemo(() => stackColumns(t), [t])
  const rows = sortRows(stacks.data ?? [], columns, sort)
  return (
    <Page
      title={t.title}
      fixed
      actions={
        <ButtonLink className="keep-s" look="primary" icon={Upload} href="/deploy">
          {t.deploy}
        </ButtonLink>
      }
    >
      <ListTable
        source={stacks}
        rows={rows}
        failed={t.failed}
        none={
          <Empty
            title={t.none}
            actions={
              <ButtonLink look="primary" icon={Upload} href="/deploy">
                {t.deploy}
              </ButtonLink>
            }
          >
            {t.noneLead}
          </Empty>
        }
        label={t.title}
        columns={columns}
        rowId={(stack) => stack.name}
        sort={sort}
        onSort={setSort}
        onOpen={(stack) => router.push(`/stacks/${encodeURIComponent(stack.name)}`)}
      />
    </Page>
  )
}
