import { describe, expect, it } from 'vitest'
import { loadSteps } from '../compose'
import { templateTexts } from '../texts/templates'
import { templates } from './list'
import { type Answers, answerFault, fillTemplate, freePort, makeSecret, type Template } from './template'

const standard = ({ questions }: Template): Answers =>
  Object.fromEntries(
    questions.map((question) => [
      question.name,
      question.kind === 'secret'
        ? 'a secret, "with" $igns'
        : question.kind === 'place'
          ? ''
          : String(question.standard),
    ]),
  )
const load = (template: Template, answers: Answers) => {
  const { files, variables } = fillTemplate(template, answers)
  return loadSteps({ files, variables, profiles: [] })
}

describe.each(templates)('$id', (template) => {
  it('is read without an error or a warning, with every variable set', () => {
    const { model, diagnostics, variables } = load(template, standard(template))
    expect(diagnostics).toEqual([])
    expect(model?.name).toBe(template.id)
    expect(variables.filter(({ value }) => value === null)).toEqual([])
    const asked = template.questions.filter(({ kind }) => kind !== 'place').map(({ name }) => name)
    expect(variables.map(({ name }) => name).sort()).toEqual(asked.sort())
  })
  it('puts a place into the constraints of its services', () => {
    const place = Object.fromEntries(
      template.questions.flatMap(({ kind, name }) => (kind === 'place' ? [[name, 'node.labels.storage == ssd']] : [])),
    )
    const answers = { ...standard(template), ...place }
    const { model, diagnostics } = load(template, answers)
    expect(diagnostics).toEqual([])
    for (const question of template.questions)
      if (question.kind === 'place')
        for (const service of question.services)
          expect(model?.services[service]?.deploy?.placement.constraints).toEqual(['node.labels.storage == ssd'])
  })
  it('has words for itself and its questions, and answers that pass', () => {
    expect(templateTexts.en.of).toHaveProperty([template.id])
    if (template.product === undefined) expect(templateTexts.en.titles).toHaveProperty([template.id])
    for (const question of template.questions) {
      expect(templateTexts.en.questions).toHaveProperty([question.name])
      if (question.kind !== 'place' && question.kind !== 'secret')
        expect(answerFault(question, String(question.standard), new Set())).toBeNull()
    }
  })
  it('pins its images', () => {
    const { model } = load(template, standard(template))
    for (const service of Object.values(model?.services ?? {})) expect(service.image).toMatch(/:[^:]*\d/)
  })
})

describe('answers', () => {
  it('are checked by kind', () => {
    const port = { kind: 'port', name: 'P', standard: 80 } as const
    expect(answerFault(port, '70000', new Set())).toBe('port')
    expect(answerFault(port, '8080', new Set([8080]))).toBe('taken')
    expect(freePort(8080, new Set([8080, 8081]))).toBe(8082)
    expect(answerFault({ kind: 'size', name: 'S', standard: '1g' }, '1 GB', new Set())).toBe('size')
    expect(answerFault({ kind: 'secret', name: 'S' }, 'short', new Set())).toBe('short')
    expect(answerFault({ kind: 'text', name: 'T', standard: 'a', pattern: '[a-z]+' }, 'A', new Set())).toBe('form')
  })
  it('keep secrets out of the files', () => {
    const wordpress = templates.find(({ id }) => id === 'wordpress')!
    const { files, variables } = fillTemplate(wordpress, { ...standard(wordpress), DB_PASSWORD: 'hunter2hunter2' })
    expect(JSON.stringify(files)).not.toContain('hunter2')
    expect(variables).toEqual({ DB_PASSWORD: 'hunter2hunter2' })
  })
  it('may hold quotes and signs', () => {
    const site = templates.find(({ id }) => id === 'static-site')!
    const { model } = load(site, { ...standard(site), SITE_TITLE: `It's $5 "now" \\ #1` })
    expect(model?.configs.page?.content).toContain(`It's $5 "now" \\ #1`)
  })
  it('may be made up, all letters alike', () => {
    const secret = makeSecret((bytes) => bytes.map((_, at) => (at * 7 + 3) % 256))
    expect(secret).toHaveLength(24)
    expect(secret).toMatch(/^[a-zA-Z2-9]+$/)
  })
})
