'use client'
// The form or the graph of the draft, with the loader that tells what values become. Loaded only where a draft is edited.
import { useDeferredValue, useMemo } from 'react'
import { useTexts } from '@/lib/client/language'
import { loadSteps } from '@/lib/compose'
import type { DeployRequest } from '@/lib/contract/stacks'
import { deployFormTexts } from '@/lib/texts/deploy-form'
import { DependsGraph } from './depends-graph'
import { FormPane } from './form-pane'

export type WorkbenchProps = {
  request: DeployRequest
  stack: string
  /** The compose file that the form writes. */
  file: string | null
  show: 'form' | 'graph'
  service: string | null
  onService: (name: string) => void
  onText: (path: string, text: string) => void
  goTo: (file: string, line: number) => void
}

export default function Workbench({ request, stack, file, show, service, onService, onText, goTo }: WorkbenchProps) {
  const t = useTexts(deployFormTexts)
  const rested = useDeferredValue(request)
  const model = useMemo(() => {
    const { files, composeFiles, variables } = rested
    return loadSteps({
      files,
      ...(composeFiles ? { composeFiles } : {}),
      variables,
      profiles: ['*'],
      defaultName: stack || 'stack',
    }).model
  }, [rested, stack])
  const source = request.files.find((entry) => entry.path === file)
  if (show === 'graph') return <DependsGraph model={model} service={service} onService={onService} />
  if (!source) return <p className="pad ink-2">{t.notYaml}</p>
  return (
    <FormPane
      file={source.path}
      text={source.content}
      model={model}
      service={service}
      onService={onService}
      onText={(text) => onText(source.path, text)}
      goTo={goTo}
    />
  )
}
