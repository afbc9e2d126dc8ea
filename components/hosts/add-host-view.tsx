'use client'
// The page on which a host is added.
import { Page } from '@/components/frame/page'
import { AddHostForm } from './add-host-form'

export const AddHostView = () => (
  <Page title="Add host" crumbs={[{ name: 'Hosts', href: '/hosts' }]}>
    <AddHostForm
      title="Add a host"
      lead="A host is a machine with a Docker engine. Nothing is installed on it and nothing on it changes until you deploy. Containers that already run there are shown and left alone."
    />
  </Page>
)
