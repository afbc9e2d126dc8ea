// A revision with its files, its variables' values masked where they look like secrets.
import type { Revision, RevisionDetail } from '@/lib/contract/stacks'
import { mask } from '@/lib/mask'
import { composeFilesOf, loadSource, type RevisionSource } from './revision-source'

export const revisionDetail = (
  { revision, source }: { revision: Revision; source: RevisionSource },
  stack: string,
): RevisionDetail => ({
  ...revision,
  files: source.files,
  composeFiles: composeFilesOf(source),
  variables: loadSource(source, stack).variables.map((use) =>
    use.secret && use.value ? { ...use, value: mask } : use,
  ),
  profiles: source.profiles,
})
