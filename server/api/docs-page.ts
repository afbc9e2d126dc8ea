// The API for people to read: one page made from the OpenAPI document, without scripts and without anything from elsewhere.
import type { JsonSchema, OpenApi, Operation } from './openapi'

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const referenceOf = (schema: JsonSchema): string | undefined => schema.$ref?.split('/').at(-1)

/** A schema in the words of TypeScript; named ones link to their definition. */
const typeOf = (schema: JsonSchema, depth = 0): string => {
  const name = referenceOf(schema)
  if (name !== undefined) return `<a href="#${name}">${name}</a>`
  const { type, items, properties, additionalProperties, enum: values, const: constant } = schema
  const union = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined
  if (union) return union.map((each) => typeOf(each, depth)).join(' | ')
  if (constant !== undefined) return escapeHtml(JSON.stringify(constant))
  if (Array.isArray(values)) return values.map((value) => escapeHtml(JSON.stringify(value))).join(' | ')
  if (type === 'array') return `${typeOf((items ?? {}) as JsonSchema, depth)}[]`
  if (type === 'object' && properties) {
    const required = new Set(schema.required as string[] | undefined)
    const indent = '  '.repeat(depth + 1)
    const lines = Object.entries(properties).map(
      ([key, value]) => `${indent}${escapeHtml(key)}${required.has(key) ? '' : '?'}: ${typeOf(value, depth + 1)}`,
    )
    return lines.length > 0 ? `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}` : '{}'
  }
  if (type === 'object') {
    return additionalProperties ? `{ [key]: ${typeOf(additionalProperties as JsonSchema, depth)} }` : 'object'
  }
  return typeof type === 'string' ? type : 'any'
}

const block = (label: string, schema: JsonSchema) => `<h4>${label}</h4><pre>${typeOf(schema)}</pre>`

const operationHtml = (path: string, method: string, operation: Operation): string => {
  const parameters = operation.parameters ?? []
  const body = operation.requestBody?.content['application/json']?.schema
  const [status, success] = Object.entries(operation.responses).find(([code]) => code !== 'default') ?? ['', undefined]
  const answers = Object.entries(success?.content ?? {})
    .map(([type, { schema }]) => block(`${status} <code>${escapeHtml(type)}</code>`, schema))
    .join('')
  return `<article id="${operation.operationId}">
<h3><span class="method">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code></h3>
<p>${escapeHtml(operation.summary)}${operation.security ? ' <em>Needs no sign-in.</em>' : ''}</p>
${
  parameters.length > 0
    ? `<table><tbody>${parameters
        .map(
          ({ name, in: place, required, schema, description = '' }) =>
            `<tr><th><code>${escapeHtml(name)}</code></th><td>${place}${required ? '' : ', optional'}</td><td><code>${typeOf(schema)}</code></td><td>${escapeHtml(description)}</td></tr>`,
        )
        .join('')}</tbody></table>`
    : ''
}${body ? block('Body', body) : ''}${answers || `<h4>${status} without a body</h4>`}
</article>`
}

const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1rem 1.25rem 6rem; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: 6px; }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); text-transform: capitalize; }
h3 { margin: 2rem 0 .25rem; font-weight: 600; overflow-wrap: anywhere; }
h4 { margin: .75rem 0 .25rem; font-weight: 500; }
.method { display: inline-block; min-width: 4.5ch; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .15rem .9rem .15rem 0; vertical-align: top; font-weight: 400; }
nav { columns: 18rem; } nav a { display: block; overflow-wrap: anywhere; }
`

export const docsPage = (document: OpenApi): string => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const tags = [...new Set(operations.map(({ operation }) => operation.tags[0] ?? ''))]
  const ofTag = (tag: string) => operations.filter(({ operation }) => operation.tags[0] === tag)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Lotse API</title><style>${style}</style></head><body>
<h1>Lotse API ${escapeHtml(document.info.version)}</h1>
<p>${escapeHtml(document.info.description)}</p>
<p>The same for programs: <a href="/api/openapi.json">openapi.json</a></p>
<nav aria-label="Endpoints">${operations
    .map(
      ({ path, method, operation }) =>
        `<a href="#${operation.operationId}"><code>${method.toUpperCase()} ${escapeHtml(path)}</code></a>`,
    )
    .join('')}</nav>
<main>${tags
    .map(
      (tag) =>
        `<section><h2>${escapeHtml(tag)}</h2>${ofTag(tag)
          .map(({ path, method, operation }) => operationHtml(path, method, operation))
          .join('')}</section>`,
    )
    .join('')}
<section><h2>Schemas</h2>${Object.entries(document.components.schemas)
    .map(([name, schema]) => `<article id="${name}"><h3>${name}</h3><pre>${typeOf(schema)}</pre></article>`)
    .join('')}</section></main></body></html>`
}
