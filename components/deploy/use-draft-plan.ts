// What the server says of a draft as it is written: the loader's check, the plan of a deploy, and what both find wrong.
import { useEffect, useMemo, useState } from 'react'
import { useCheck, usePlan } from '@/lib/client/use-deploy'
import type { Diagnostic } from '@/lib/contract/common'
import type { CheckResult } from '@/lib/contract/stacks'
import { type Draft, deployRequestOf, mergedFiles } from './draft'
import { useLintHints } from './use-lint-hints'

const noDiagnostics: Diagnostic[] = []

/** The name the files give; while they are broken, the one they gave last. */
function useNameInFiles(check: CheckResult | undefined): string | null {
  const [last, setLast] = useState<string | null>(null)
  const now = check?.name ?? (check?.ok === false ? last : null)
  useEffect(() => setLast(now), [now])
  return now
}

export function useDraftPlan(draft: Draft) {
  const request = useMemo(() => (draft.files.length > 0 ? deployRequestOf(draft) : null), [draft])
  const check = useCheck(request)
  const fileName = useNameInFiles(check.data)
  const name = draft.nameIsTyped ? draft.name : (fileName ?? draft.name)
  const canPlan = request !== null && check.data?.ok === true
  const plan = usePlan(name, canPlan ? request : null)
  const found = (plan.data && canPlan ? plan.data.diagnostics : check.data?.diagnostics) ?? noDiagnostics
  const errors = found.filter((diagnostic) => diagnostic.severity === 'error').length
  const merged = mergedFiles(draft)
  const hints = useLintHints(draft.files, merged)
  const diagnostics = useMemo(() => (errors > 0 ? found : [...found, ...hints]), [errors, found, hints])
  return {
    request,
    check,
    name,
    canPlan,
    plan,
    /** Of the draft as it is; a plan of an older text is none. */
    planned: canPlan ? plan.data : undefined,
    merged,
    errors,
    diagnostics,
  }
}

export type DraftPlan = ReturnType<typeof useDraftPlan>
