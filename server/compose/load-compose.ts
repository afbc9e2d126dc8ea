// The loader: given files in, a checked, complete model out, with every finding at its place. It touches no disk, no clock and
// no environment but the one it is handed, and it never throws for what the files say.
import { createBudget } from './budget'
import { buildModel } from './build-model'
import { isTooLarge } from './checks/size'
import { checkConsistency } from './consistency'
import { detectFormat } from './format'
import { readFiles, readScope } from './include'
import { interpolateText } from './interpolate-tree'
import type { Session } from './layer'
import { withoutRepeats, withoutTags } from './merge'
import type { ComposeFormat, ComposeModel, LoadOptions, LoadResult } from './model'
import { get, type MapNode, mapValues, type Node, textOf, withEntry } from './node'
import { normalize } from './normalize'
import { createPathResolver, directoryOf, normalizePath } from './paths'
import { splitByProfile } from './profiles'
import { createReport, type Report } from './report'
import { withFileContents, withServiceFiles } from './service-files'
import { createStackFiles, findComposeFiles, type StackFiles } from './stack-files'
import { isStackName, toStackName } from './stack-name'
import { chainScopes, createVariableUses, scopeOf, type VariableScope } from './variables'

const findScope = (options: LoadOptions, session: Session, directory: string, name: string | null): VariableScope => {
  const outer = chainScopes(
    scopeOf(options.variables, 'set in console'),
    scopeOf(options.environment ?? {}, 'environment'),
  )
  const envFile = directory === '.' ? '.env' : `${directory}/.env`
  const inner = chainScopes(outer, readScope(session, [envFile], outer))
  return name === null ? inner : chainScopes(scopeOf({ COMPOSE_PROJECT_NAME: name }, 'name of the stack'), inner)
}

/** `name:` of the last file that has one. */
const nameInFiles = (session: Session, composeFiles: readonly string[], scope: VariableScope): string | undefined => {
  let found: string | undefined
  for (const path of composeFiles)
    for (const document of session.files.documents(path)) {
      const node = get(document, 'name')
      const text = textOf(node)
      if (!node || !text || (document.kind === 'map' && detectFormat(document).format === 'v1')) continue
      const context = { scope, uses: session.uses, report: createReport(), budget: createBudget(), defaults: true }
      found = interpolateText(context, text, node.place, 'name')
      if (!isStackName(found))
        session.report.add({
          severity: toStackName(found) === '' ? 'error' : 'warning',
          code: 'name.form',
          message: `name: "${found}" cannot name a stack: lower-case letters, digits, - and _ can`,
          fix: `write ${toStackName(found) || 'a name'}, which is used instead`,
          path: 'name',
          place: node.place,
        })
    }
  return found
}

const chooseName = (
  options: LoadOptions,
  session: Session,
  composeFiles: readonly string[],
  scope: VariableScope,
): string | null => {
  if (options.projectName !== undefined) return options.projectName
  const fromVariables = scope.resolve('COMPOSE_PROJECT_NAME')?.value
  const name = fromVariables || nameInFiles(session, composeFiles, scope)
  return name ? toStackName(name) || null : null
}

const checkFiles = (composeFiles: readonly string[], files: StackFiles, report: Report): string[] => {
  if (composeFiles.length === 0)
    report.add({ code: 'file.none', message: 'there is no compose file', fix: 'add a compose.yaml' })
  return composeFiles.filter((path) => {
    if (files.has(path)) return true
    report.add({
      code: 'file.missing',
      message: `the compose file ${path} is not among the given files`,
      fix: `add ${path}`,
    })
    return false
  })
}

const formatOf = (session: Session, composeFiles: readonly string[]): ComposeFormat => {
  for (const path of composeFiles) {
    const [document] = session.files.documents(path)
    if (document?.kind === 'map') return detectFormat(document).format
  }
  return 'spec'
}

const withFiles = (session: Session, root: MapNode, scope: VariableScope): MapNode => {
  const services = get(root, 'services')
  let result = root
  if (services?.kind === 'map')
    result = withEntry(
      result,
      'services',
      mapValues(services, (service, name) =>
        service.kind === 'map' ? withServiceFiles(session, service, scope, `services.${name}`) : service,
      ),
    )
  for (const key of ['secrets', 'configs']) {
    const objects: Node | undefined = get(result, key)
    if (objects) result = withEntry(result, key, withFileContents(session, objects, key))
  }
  return result
}

export interface LoadSteps extends Omit<LoadResult, 'model'> {
  /** The normalised model even when checks found errors; null when there is nothing to normalise. */
  model: ComposeModel | null
  hasErrors: boolean
}

/** As `loadCompose`, but keeps the model when errors were found, for tests and for editors. */
export const loadSteps = (options: LoadOptions): LoadSteps => {
  const order = options.composeFiles ?? findComposeFiles(options.files.map(({ path }) => normalizePath(path)))
  const report = createReport(order)
  const uses = createVariableUses()
  const files = createStackFiles(options.files, report)
  const session: Session = {
    files,
    uses,
    report,
    budget: createBudget(),
    paths: createPathResolver(options.workingDirectory, options.environment?.HOME),
  }
  const composeFiles = checkFiles(order, files, report)
  const directory = directoryOf(normalizePath(composeFiles[0] ?? '.'))
  const name = chooseName(
    options,
    session,
    composeFiles,
    findScope(options, { ...session, report: createReport(), budget: createBudget() }, directory, null),
  )
  const stackName = name ?? options.defaultName ?? 'stack'
  if (!isStackName(stackName))
    report.add({
      code: 'name.form',
      message: `"${stackName}" is no name for a stack: lower-case letters, digits, - and _ are`,
      fix: `use "${toStackName(stackName) || 'stack'}"`,
    })
  const scope = findScope(options, session, directory, stackName)
  const merged = composeFiles.length > 0 ? readFiles(session, composeFiles, directory, scope) : undefined
  const result = (model: ComposeModel | null): LoadSteps => ({
    model,
    hasErrors: report.hasErrors,
    name,
    diagnostics: report.diagnostics(),
    variables: uses.list(),
  })
  if (!merged) {
    if (!report.hasErrors && composeFiles.length > 0) {
      const source = files.source(composeFiles[0] ?? '')
      report.add({
        code: 'format.empty',
        message: 'the compose file is empty',
        fix: 'add "services:"',
        place: source && { source, start: 0, end: 0 },
      })
    }
    return result(null)
  }
  const format = formatOf(session, composeFiles)
  const complete = withFiles(session, withoutRepeats(withoutTags(merged)), scope)
  if (isTooLarge(complete, report)) return result(null)
  const root = normalize(complete, {
    name: stackName,
    format,
    directory,
    paths: session.paths,
    report,
  })
  const { enabled, disabled } = splitByProfile(root, options.profiles)
  checkConsistency({ root, enabled, disabled, format, report })
  return result(buildModel({ root, enabled, disabled, format, name: stackName }))
}

export const loadCompose = (options: LoadOptions): LoadResult => {
  const { model, hasErrors, name, diagnostics, variables } = loadSteps(options)
  return { model: hasErrors ? null : model, name, diagnostics, variables }
}
