'use client'
// No hosts yet: the one thing to do, where the overview will be.
import { Page } from '@/components/frame/page'
import { AddHostForm } from './add-host-form'

export const FirstRun = () => (
  <Page title="Welcome to Lotse">
    <AddHostForm
      title="Add your first host"
      lead="A host is a machine with a Docker engine. Nothing is installed on it and nothing on it changes until you deploy. Containers that already run there are shown and left alone. Hosts can also come from discovery: set LOTSE_DISCOVERY and start again."
    />
  </Page>
)
