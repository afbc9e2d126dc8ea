// A container as stack/service.number: the service in ink, the rest muted; the stack's name gives way first.
import { StackFlag } from './stack-flag'

type Props = {
  name: string
  stack?: string | null
  service?: string | null
  number?: number | null
  /** The stack's flag; without one no flag is drawn. */
  flag?: number | undefined
}

export function ContainerName({ name, stack, service, number, flag }: Props) {
  if (!stack || !service) {
    return (
      <span className="cn" title={name}>
        <span className="cn-b">{name}</span>
      </span>
    )
  }
  return (
    <span className="cn" title={name}>
      {flag !== undefined && <StackFlag colour={flag} />}
      <span className="cn-s">{stack}/</span>
      <span className="cn-b">{service}</span>
      {number !== null && number !== undefined && <span className="cn-k">.{number}</span>}
    </span>
  )
}

/** The same as text, for names and messages. */
export const containerTitle = ({ name, stack, service, number }: Omit<Props, 'flag'>): string =>
  stack && service ? `${stack}/${service}${number ? `.${number}` : ''}` : name
